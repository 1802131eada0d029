package io.minikafka.store.segment;

import io.minikafka.store.AppendResult;
import io.minikafka.store.DiskFullException;
import io.minikafka.store.Durability;
import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.Message;
import io.minikafka.store.OffsetOutOfRangeException;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.StoreException;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicDescription.PartitionDescription;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.UnknownTopicException;
import io.minikafka.store.file.OpenDirectory;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One partition: its segments, appended to under one lock and read without any. Safe for use by many threads.
 *
 * <p>With durability {@code fsync} an append writes on the caller's thread and is acknowledged by a sync that runs on
 * another; all that is written while one sync runs is acknowledged by the next. What is not acknowledged is not readable.
 */
final class PartitionLog {
    private static final System.Logger LOG = System.getLogger(PartitionLog.class.getName());

    /** A frame's position must fit an int with room to spare. */
    private static final long MOST_BATCH_BYTES = 1L << 30;

    private static final int READ_ATTEMPTS = 5;

    /**
     * With durability {@code os} a sealed segment is synced this much later: by then the operating system has written
     * most of it by itself, where a sync at once would have appends wait for the disk.
     */
    static final long SYNC_DELAY_MILLIS = 30_000;

    private final TopicPartition id;
    private final Path directory;
    private final StoreContext store;
    private final Supplier<TopicSettings> settings;
    private final Segments segments;
    private final PartitionReader reader;
    private final LogStart logStart;
    private final RollPolicy rolling;

    /** One group commit at a time. Taken before the other lock, never while holding it. */
    private final ReentrantLock syncLock = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    // The fields up to the blank line are guarded by the lock.
    private ActiveSegment active;
    private long nextOffset;
    private long lastTimestamp;
    private List<PendingAppend> pending = new ArrayList<>();
    private final ArrayDeque<Unsynced> unsynced = new ArrayDeque<>();
    private boolean directoryUnsynced;
    private @Nullable OpenDirectory heldDirectory;
    private boolean syncScheduled;

    private volatile long readableEnd;
    private volatile @Nullable StoreException refusal;

    /** A segment that waits for its sync and its index, and since when; oldest first. */
    private record Unsynced(SealedSegment segment, long sealedAt) {}

    /** An append that waits for its sync. */
    private record PendingAppend(AppendResult result, CompletableFuture<AppendResult> future) {}

    /** @param logStartOffset nothing below it is readable, whatever retention says */
    PartitionLog(
            TopicPartition id,
            Path directory,
            StoreContext store,
            Supplier<TopicSettings> settings,
            PartitionRecovery.Recovered recovered,
            long logStartOffset) {
        this.id = id;
        this.directory = directory;
        this.store = store;
        this.settings = settings;
        this.segments = recovered.segments();
        this.active = recovered.active();
        this.nextOffset = active.endOffset();
        this.lastTimestamp = active.lastTimestamp();
        this.readableEnd = nextOffset;
        this.reader = new PartitionReader(id, segments);
        this.logStart = new LogStart(segments, reader);
        logStart.raiseTo(Math.min(logStartOffset, readableEnd));
        this.rolling = new RollPolicy(store.options().segmentBytes());
    }

    CompletableFuture<AppendResult> append(List<Message> messages, long bytes) {
        TopicSettings current = settings.get();
        AppendResult result;
        lock.lock();
        try {
            checkWritable();
            store.diskGuard().admit(bytes);
            long timestamp = Math.max(lastTimestamp, store.clock().millis());
            if (rolling.isDue(active, bytes, timestamp, current)) {
                roll();
            }
            if (current.durability() == Durability.FSYNC) {
                holdDirectory();
            }
            result = write(messages, bytes, timestamp, current.durability());
            if (result.durability() == Durability.FSYNC) {
                CompletableFuture<AppendResult> future = new CompletableFuture<>();
                pending.add(new PendingAppend(result, future));
                scheduleSync();
                return future;
            }
            readableEnd = nextOffset;
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            lock.unlock();
        }
        store.listeners().appended(id, result.firstOffset() + result.count());
        return CompletableFuture.completedFuture(result);
    }

    private AppendResult write(List<Message> messages, long bytes, long timestamp, Durability durability) {
        long position = active.size();
        BufferPool.Scratch scratch = store.buffers().take();
        try {
            long size = new FrameWriter(active, scratch).write(messages, nextOffset, timestamp);
            AppendResult result = new AppendResult(nextOffset, messages.size(), durability);
            nextOffset += messages.size();
            lastTimestamp = timestamp;
            active.appended(size, nextOffset, timestamp);
            return result;
        } catch (IOException | RuntimeException e) {
            throw writeFailed(position, bytes, e);
        } finally {
            store.buffers().giveBack(scratch);
        }
    }

    /** Takes back what a failed write left. A full disk is no reason to stop for good; anything else is. */
    private StoreException writeFailed(long position, long bytes, Exception cause) {
        try {
            active.rollBack(position, nextOffset);
            Optional<DiskFullException> full = store.diskGuard().explain(bytes);
            if (full.isPresent()) {
                return full.get();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return stopWrites("Writing to " + active.path() + " failed", cause);
    }

    private StorageFailedException stopWrites(String doing, Throwable cause) {
        StorageFailedException failure = new StorageFailedException(
                doing + " (" + cause.getMessage() + "); " + id + " takes no more messages until the server restarts",
                cause);
        refusal = failure;
        LOG.log(System.Logger.Level.ERROR, failure.getMessage(), cause);
        return failure;
    }

    private void checkWritable() {
        StoreException failure = refusal;
        if (failure != null) {
            throw failure;
        }
    }

    /** Seals the active segment and goes on in a new one. The old one is synced and indexed by the next sync. */
    private void roll() {
        ActiveSegment full = active;
        try {
            active = ActiveSegment.create(
                    store.files(),
                    directory,
                    nextOffset,
                    ThreadLocalRandom.current().nextInt(),
                    lastTimestamp);
        } catch (IOException e) {
            Optional<DiskFullException> diskFull = store.diskGuard().explain(SegmentFormat.HEAD_BYTES);
            throw diskFull.isPresent()
                    ? diskFull.get()
                    : new StorageFailedException("A new segment of " + id + " cannot be created: " + e.getMessage(), e);
        }
        SealedSegment sealed = full.seal(store.files());
        segments.put(sealed);
        segments.put(active);
        unsynced.add(new Unsynced(sealed, store.clock().millis()));
        directoryUnsynced = true;
    }

    /**
     * Opens the directory if its sync is due with the next append: where no file can be opened any more, the append is
     * refused that has not been written yet, and nothing has failed.
     */
    private void holdDirectory() {
        if (directoryUnsynced && heldDirectory == null) {
            try {
                heldDirectory = store.files().openDirectory(directory);
            } catch (IOException e) {
                throw new StorageFailedException("The directory of " + id + " cannot be opened: " + e.getMessage(), e);
            }
        }
    }

    /** The directory to be synced; null when there is no need, or when it cannot be opened: a later sync will do. */
    private @Nullable OpenDirectory takeDirectory() {
        try {
            holdDirectory();
        } catch (StorageFailedException e) {
            // No append waits for it, since none has been written without.
            LOG.log(System.Logger.Level.WARNING, "New segments are synced later", e);
            return null;
        }
        OpenDirectory taken = heldDirectory;
        heldDirectory = null;
        directoryUnsynced = false;
        return taken;
    }

    private void scheduleSync() {
        if (!syncScheduled) {
            syncScheduled = true;
            store.syncer().execute(this::sync);
        }
    }

    /** One group commit: everything written before it becomes durable, oldest first, then acknowledged. */
    private void sync() {
        syncLock.lock();
        try {
            sync(Long.MAX_VALUE);
        } finally {
            syncLock.unlock();
        }
    }

    /**
     * To be called with the sync lock held.
     *
     * @param sealedBy sealed segments are synced that were sealed by this time; all of them when appends wait
     */
    private void sync(long sealedBy) {
        List<SealedSegment> sealed;
        List<PendingAppend> waiting;
        ActiveSegment segment;
        OpenDirectory names;
        long end;
        lock.lock();
        try {
            syncScheduled = false;
            if (refusal != null) {
                return;
            }
            sealed = unsynced.stream()
                    .filter(each -> each.sealedAt() <= sealedBy || !pending.isEmpty())
                    .map(Unsynced::segment)
                    .toList();
            waiting = pending;
            pending = new ArrayList<>();
            segment = active;
            names = takeDirectory();
            end = nextOffset;
        } finally {
            lock.unlock();
        }
        long begin = System.nanoTime();
        try (names) {
            for (SealedSegment old : sealed) {
                old.sync();
            }
            if (!waiting.isEmpty()) {
                segment.file().sync();
            }
            if (names != null) {
                names.sync();
            }
        } catch (IOException | RuntimeException e) {
            syncFailed(waiting, e);
            return;
        }
        if (!waiting.isEmpty() || !sealed.isEmpty()) {
            store.listeners().synced(id, System.nanoTime() - begin);
        }
        acknowledge(waiting, end);
        writeIndexes(sealed);
        lock.lock();
        try {
            unsynced.removeIf(each -> sealed.contains(each.segment()));
        } finally {
            lock.unlock();
        }
    }

    private void acknowledge(List<PendingAppend> waiting, long end) {
        if (waiting.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            readableEnd = Math.max(readableEnd, end);
        } finally {
            lock.unlock();
        }
        store.listeners().appended(id, end);
        waiting.forEach(append -> append.future().complete(append.result()));
    }

    /** An index that cannot be written costs a scan at the next start, and nothing else. */
    private void writeIndexes(List<SealedSegment> sealed) {
        for (SealedSegment segment : sealed) {
            try {
                segment.writeIndex();
            } catch (IOException | RuntimeException e) {
                segment.alreadyIndexed();
                if (gone() instanceof UnknownTopicException) {
                    return;
                }
                LOG.log(System.Logger.Level.WARNING, "An index of " + id + " cannot be written", e);
            }
        }
    }

    /**
     * Never syncs again: after a failure the operating system may call pages clean that are not on the disk. What was
     * not acknowledged is cut off, so that it does not come back at the next start. When the topic has gone meanwhile,
     * and its files with it, nothing has failed.
     */
    private void syncFailed(List<PendingAppend> waiting, Exception cause) {
        List<PendingAppend> failed = new ArrayList<>(waiting);
        StoreException failure;
        lock.lock();
        try {
            failed.addAll(pending);
            pending = new ArrayList<>();
            failure = gone();
            if (failure == null) {
                failure = stopWrites("Syncing " + id + " failed", cause);
                cutBack(cause);
            }
        } finally {
            lock.unlock();
        }
        StoreException reason = failure;
        failed.forEach(append -> append.future().completeExceptionally(reason));
    }

    private void cutBack(Exception cause) {
        try {
            cutBack();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void cutBack() throws IOException {
        for (Segment segment : segments.newestFirst()) {
            if (segment.endOffset() <= readableEnd) {
                return;
            }
            long end = Math.max(segment.baseOffset(), readableEnd);
            long position = PartitionReader.positionOf(segment, end);
            if (segment instanceof SealedSegment sealed) {
                segments.put(sealed.cutBack(position, end));
            } else {
                active.rollBack(position, end);
            }
        }
    }

    ReadResult read(long offset, int maxMessages, int maxBytes) {
        return reading(() -> {
            long end = readableEnd;
            long start = logStart.offset(oldestServed(), end);
            if (offset < 0 || offset > end) {
                throw new OffsetOutOfRangeException(id, offset, start, end);
            }
            long from = Math.max(offset, start);
            List<StoredMessage> messages = from == end ? List.of() : reader.read(from, end, maxMessages, maxBytes);
            return new ReadResult(messages, from + messages.size(), start, end, from - offset);
        });
    }

    long offsetAt(long timestamp) {
        return reading(() -> {
            long end = readableEnd;
            return reader.offsetAt(timestamp, logStart.offset(oldestServed(), end), end);
        });
    }

    long logStartOffset() {
        return reading(() -> logStart.offset(oldestServed(), readableEnd));
    }

    long logEndOffset() {
        checkReadable();
        return readableEnd;
    }

    /** Reads go on after a failure of the storage, not after the topic or the store has gone. */
    private void checkReadable() {
        StoreException reason = gone();
        if (reason != null) {
            throw reason;
        }
    }

    /** Why everything is refused; null while there is something to read. */
    private @Nullable StoreException gone() {
        StoreException reason = refusal;
        return reason instanceof StorageFailedException ? null : reason;
    }

    PartitionDescription describe() {
        return reading(() -> {
            long end = readableEnd;
            long start = logStart.offset(oldestServed(), end);
            Instant oldest = start == end ? null : Instant.ofEpochMilli(reader.timestampOf(start, end));
            return new PartitionDescription(id.partition(), start, end, bytes(), oldest);
        });
    }

    private long oldestServed() {
        return settings.get().oldestServed(store.clock().millis());
    }

    long sizeInBytes() {
        checkReadable();
        return bytes();
    }

    private long bytes() {
        long bytes = 0;
        for (Segment segment : segments.oldestFirst()) {
            bytes += segment.size();
        }
        return bytes;
    }

    /** What reads from files; they may be closed, or deleted by retention, between finding and reading them. */
    @FunctionalInterface
    private interface Reading<T> {
        T now() throws IOException;
    }

    private <T> T reading(Reading<T> reading) {
        for (int attempt = 1; ; attempt++) {
            checkReadable();
            try {
                return reading.now();
            } catch (ClosedChannelException | NoSuchFileException e) {
                if (attempt == READ_ATTEMPTS) {
                    throw new StorageFailedException("A segment of " + id + " cannot be kept open", e);
                }
            } catch (IOException e) {
                throw new StorageFailedException("Reading " + id + " failed: " + e.getMessage(), e);
            }
        }
    }

    /** Frees what has expired or is too much. Refuses once the topic or the store has gone. */
    void enforceRetention() throws IOException {
        checkReadable();
        TopicSettings current = settings.get();
        long oldestServed = current.oldestServed(store.clock().millis());
        lock.lock();
        try {
            if (refusal == null && rolling.isDueAtRest(active, store.clock().millis(), oldestServed, current)) {
                roll();
            }
        } catch (DiskFullException e) {
            // Old segments can still go, which is what a full disk needs.
            LOG.log(System.Logger.Level.DEBUG, e.getMessage());
        } finally {
            lock.unlock();
        }
        logStart.offset(oldestServed, readableEnd);
        syncLock.lock();
        try {
            deleteOldest(current, oldestServed);
            sync(store.clock().millis() - SYNC_DELAY_MILLIS);
        } finally {
            syncLock.unlock();
        }
    }

    private void deleteOldest(TopicSettings current, long oldestServed) throws IOException {
        long bytes = bytes();
        boolean oldest = true;
        for (Segment segment : segments.oldestFirst()) {
            if (!(segment instanceof SealedSegment sealed)) {
                return;
            }
            boolean tooMuch = current.retentionBytes() != TopicSettings.UNBOUNDED && bytes > current.retentionBytes();
            boolean readable = sealed.endOffset() <= readableEnd;
            oldest &= readable && (tooMuch || sealed.lastTimestamp() < oldestServed);
            if (oldest) {
                delete(sealed);
                bytes -= sealed.size();
            } else {
                sealed.closeIfIdle();
            }
        }
    }

    private void delete(SealedSegment segment) throws IOException {
        lock.lock();
        try {
            unsynced.removeIf(each -> each.segment() == segment);
        } finally {
            lock.unlock();
        }
        // In order, one by one: a crash must not leave a hole between older and newer segments.
        try (OpenDirectory names = store.files().openDirectory(directory)) {
            segments.remove(segment);
            logStart.raiseTo(segments.baseOffset());
            segment.delete();
            names.sync();
        }
    }

    /**
     * Refuses everything from now on with this error; what waits for a sync fails with it, too. Does not wait for a sync
     * under way, since creations of other topics wait for this: that sync finds its files closed and says nothing of it.
     */
    void abandon(StoreException reason) {
        refuse(reason);
        takePending().forEach(append -> append.future().completeExceptionally(reason));
        closeFiles();
    }

    private void closeFiles() {
        segments.closeFiles(id);
        lock.lock();
        try (OpenDirectory held = heldDirectory) {
            heldDirectory = null;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The directory of " + id + " did not close", e);
        } finally {
            lock.unlock();
        }
    }

    private List<PendingAppend> takePending() {
        lock.lock();
        try {
            List<PendingAppend> taken = pending;
            pending = new ArrayList<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Syncs everything, acknowledges it, writes the active segment's index and refuses from now on. */
    void close(StoreException reason) {
        syncLock.lock();
        try {
            if (refuse(reason)) {
                closeCleanly();
            }
            closeFiles();
        } finally {
            syncLock.unlock();
        }
    }

    /** Refuses from now on; says whether appends were taken until now. */
    private boolean refuse(StoreException reason) {
        lock.lock();
        try {
            boolean writable = refusal == null;
            refusal = reason;
            return writable;
        } finally {
            lock.unlock();
        }
    }

    private void closeCleanly() {
        List<PendingAppend> waiting = takePending();
        try {
            List<SealedSegment> sealed =
                    unsynced.stream().map(Unsynced::segment).toList();
            for (SealedSegment segment : sealed) {
                segment.sync();
            }
            active.file().sync();
            store.files().syncDirectory(directory);
            acknowledge(waiting, nextOffset);
            writeIndexes(sealed);
            IndexFile.write(store.files(), active.path(), active.salt(), active.contents());
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Closing " + id + " failed", e);
            StorageFailedException failure = new StorageFailedException("Syncing " + id + " failed", e);
            waiting.forEach(append -> append.future().completeExceptionally(failure));
        }
    }

    static long requireBatch(long bytes) {
        if (bytes > MOST_BATCH_BYTES) {
            throw new InvalidArgumentException("batch's size", bytes + " bytes", MOST_BATCH_BYTES + " bytes or less");
        }
        return bytes;
    }
}

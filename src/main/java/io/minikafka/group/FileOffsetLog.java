package io.minikafka.group;

import io.minikafka.store.Durability;
import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.StoreClosedException;
import io.minikafka.store.StoreException;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.file.FileSystem;
import io.minikafka.store.file.NioFileSystem;
import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Committed offsets in files.
 *
 * <pre>
 * 00000000000000000007.snapshot   what held when log 7 began
 * 00000000000000000007.log        what has been committed since
 * </pre>
 *
 * <p>With {@link Durability#OS} a commit is complete in the page cache and is synced within the options' interval: a
 * killed process loses nothing, a power cut the last moments, which has messages delivered again. With {@link
 * Durability#FSYNC} it is complete after a sync; all that is written while one sync runs shares the next. After a write or
 * a sync has failed no more is taken until the log is opened again; what failed may be found then or not.
 *
 * <p>A log that has grown large against what it holds is followed by a new one and a snapshot. The snapshot before and its
 * logs are kept until the next: should the newest be damaged, nothing is lost.
 *
 * <p>Safe for use by many threads; do not interrupt them, since the JDK closes a file whose writer is interrupted. Syncs
 * and compaction run on a thread of the log's own. The log takes no lock on its directory: it lies in the root of a store,
 * which holds one.
 */
public final class FileOffsetLog implements OffsetLog {
    private static final System.Logger LOG = System.getLogger(FileOffsetLog.class.getName());

    /** After so many writes in a row a caller is let go, since others may keep leaving work. */
    private static final int MOST_WRITES_IN_A_ROW = 16;

    private final OffsetLogOptions options;
    private final OffsetCompaction compaction;
    private final Map<GroupName, Map<TopicPartition, Long>> recovered;
    private final ScheduledThreadPoolExecutor background = background();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    // The fields up to the blank line are guarded by the lock.
    private CommitBatch queued = new CommitBatch();
    private List<CommitBatch> awaitingSync = new ArrayList<>();
    private Set<OffsetLogFile> unsynced = new LinkedHashSet<>();
    private boolean syncScheduled;
    private boolean writing;
    private @Nullable OffsetLogFile successor;
    private @Nullable StorageFailedException failure;
    private boolean closed;

    // Used by the one thread that has set writing.
    private OffsetLogFile active;
    private ByteBuffer scratch = ByteBuffer.allocate(8 << 10);

    private FileOffsetLog(OffsetDirectory directory, OffsetLogOptions options) throws IOException {
        this.options = options;
        directory.prepare();
        OffsetRecovery recovery = OffsetRecovery.readAll(directory);
        recovered = recovery.state().copy();
        active = recovery.logToContinue();
        compaction = new OffsetCompaction(
                directory, options.compactionBytes(), recovery.state(), recovery.logBytes() - active.size());
    }

    /**
     * Opens the log in a directory, which is made when it does not exist, and recovers what is there.
     *
     * @throws StorageFailedException when the directory cannot be used, or holds files of a newer version
     */
    public static FileOffsetLog open(Path directory, OffsetLogOptions options) {
        return open(directory, options, new NioFileSystem());
    }

    static FileOffsetLog open(Path directory, OffsetLogOptions options, FileSystem files) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            return new FileOffsetLog(new OffsetDirectory(files, path), options);
        } catch (IOException e) {
            throw new StorageFailedException("The committed offsets in " + path + " cannot be used: " + e, e);
        }
    }

    private static ScheduledThreadPoolExecutor background() {
        var executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "minikafka-offsets");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    @Override
    public Map<GroupName, Map<TopicPartition, Long>> recovered() {
        return recovered;
    }

    @Override
    public CompletableFuture<Void> append(List<OffsetCommit> commits) {
        for (OffsetCommit commit : commits) {
            if (commit.offset() < OffsetCommit.NONE) {
                return CompletableFuture.failedFuture(
                        new InvalidArgumentException("committed offset", Long.toString(commit.offset()), "-1 or more"));
            }
        }
        lock.lock();
        try {
            StoreException refusal = refusal();
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            return commits.isEmpty() ? CompletableFuture.completedFuture(null) : queued.add(commits);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable StoreException refusal() {
        return failure == null && closed ? new StoreClosedException() : failure;
    }

    private boolean refuses() {
        lock.lock();
        try {
            return refusal() != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void flush() {
        lock.lock();
        try {
            if (writing || !hasWork()) {
                return;
            }
            writing = true;
        } finally {
            lock.unlock();
        }
        work();
    }

    private boolean hasWork() {
        return !queued.isEmpty() || successor != null;
    }

    /** Writes until nothing is left. For the thread that has set {@link #writing}. */
    private void work() {
        for (int i = 0; i < MOST_WRITES_IN_A_ROW; i++) {
            CommitBatch batch;
            OffsetLogFile next;
            lock.lock();
            try {
                if (!hasWork()) {
                    writing = false;
                    idle.signalAll();
                    return;
                }
                batch = queued;
                queued = new CommitBatch();
                next = successor;
                successor = null;
            } finally {
                lock.unlock();
            }
            if (next != null) {
                moveTo(next);
            }
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
        background.execute(this::work);
    }

    private void write(CommitBatch batch) {
        try {
            ByteBuffer bytes = batch.encode(scratch, active.sequence());
            scratch = bytes.capacity() <= StoreFile.MAX_TRANSFER ? bytes : scratch;
            active.append(bytes);
        } catch (IOException | RuntimeException | Error e) {
            fail("Writing to " + active + " failed", e, List.of(batch));
            return;
        }
        boolean complete = options.durability() == Durability.OS;
        StorageFailedException failed;
        lock.lock();
        try {
            failed = failure;
            unsynced.add(active);
            if (failed == null && !complete) {
                awaitingSync.add(batch);
            }
            scheduleSync();
        } finally {
            lock.unlock();
        }
        if (failed != null) {
            batch.fail(failed);
        } else if (complete) {
            batch.complete();
        }
        long size = active.size();
        if (compaction.isDue(size)) {
            long sequence = active.sequence() + 1;
            background.execute(() -> prepare(sequence, size));
        }
    }

    private void scheduleSync() {
        if (syncScheduled || failure != null) {
            return;
        }
        syncScheduled = true;
        if (options.durability() == Durability.FSYNC) {
            background.execute(this::sync);
        } else {
            background.schedule(this::sync, options.syncInterval().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Makes all that has been written durable; on the log's own thread. */
    private void sync() {
        List<CommitBatch> batches;
        Set<OffsetLogFile> files;
        lock.lock();
        try {
            syncScheduled = false;
            if (failure != null) {
                return;
            }
            batches = awaitingSync;
            awaitingSync = new ArrayList<>();
            files = unsynced;
            unsynced = new LinkedHashSet<>();
        } finally {
            lock.unlock();
        }
        for (OffsetLogFile file : files) {
            try {
                file.sync();
            } catch (IOException | RuntimeException e) {
                fail("Syncing " + file + " failed", e, batches);
                return;
            }
        }
        batches.forEach(CommitBatch::complete);
    }

    /** Refuses from now on; these batches and all that wait fail. */
    private void fail(String doing, Throwable cause, List<CommitBatch> batches) {
        StorageFailedException reason = new StorageFailedException(
                doing + " (" + cause.getMessage() + "); no more offsets are committed until the server restarts",
                cause);
        LOG.log(System.Logger.Level.ERROR, reason.getMessage(), cause);
        List<CommitBatch> failed = new ArrayList<>(batches);
        lock.lock();
        try {
            failure = reason;
            failed.addAll(awaitingSync);
            failed.add(queued);
            awaitingSync = new ArrayList<>();
            queued = new CommitBatch();
        } finally {
            lock.unlock();
        }
        failed.forEach(batch -> batch.fail(reason));
    }

    /** Has a new log take the place of the active one, which has this size. */
    private void prepare(long sequence, long size) {
        if (refuses()) {
            return;
        }
        compaction.begin(sequence, size).ifPresent(next -> {
            lock.lock();
            try {
                successor = next;
            } finally {
                lock.unlock();
            }
            flush();
        });
    }

    private void moveTo(OffsetLogFile next) {
        OffsetLogFile full = active;
        active = next;
        background.execute(() -> {
            sync();
            compaction.run(full, next.sequence(), this::pause);
        });
    }

    /** Between two pieces of a compaction: commits do not wait for the rest of it, nor does closing. */
    private void pause() {
        boolean waiting;
        lock.lock();
        try {
            StoreException refusal = refusal();
            if (refusal != null) {
                throw refusal;
            }
            waiting = !awaitingSync.isEmpty();
        } finally {
            lock.unlock();
        }
        if (waiting) {
            sync();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        flush();
        lock.lock();
        try {
            while (writing) {
                idle.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        CompletableFuture.runAsync(this::finish, background).join();
        background.shutdown();
    }

    private void finish() {
        sync();
        try {
            active.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, active + " did not close", e);
        }
    }
}

package io.minikafka.store.segment;

import io.minikafka.store.StorageFailedException;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.file.FileSystem;
import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Opens a partition's directory after whatever happened. A segment with a fitting index needs no scan. The last segment
 * is cut behind its last whole frame, since only an append that nobody was told of can be torn; nothing else is ever
 * shortened, and damage in the middle is reported and stays where it is. For one thread.
 */
final class PartitionRecovery {
    private static final System.Logger LOG = System.getLogger(PartitionRecovery.class.getName());

    private final TopicPartition id;
    private final Path directory;
    private final FileSystem files;
    private final Segments segments = new Segments();

    /** Where the next segment should begin, and the last message's time, as far as has been seen. */
    private long expectedOffset = -1;

    private long lastTimestamp = Long.MIN_VALUE;

    private PartitionRecovery(TopicPartition id, Path directory, FileSystem files) {
        this.id = id;
        this.directory = directory;
        this.files = files;
    }

    /** What was found, ready for appends. */
    record Recovered(Segments segments, ActiveSegment active) {}

    /**
     * Opens the directory, which exists; an empty one gets its first segment. What is recovered has been synced, since
     * it is about to become readable.
     *
     * @throws StorageFailedException when a file is of an unknown format, or its head is lost; nothing is changed then
     */
    static Recovered recover(TopicPartition id, Path directory, FileSystem files) throws IOException {
        PartitionRecovery recovery = new PartitionRecovery(id, directory, files);
        try {
            return recovery.recover();
        } catch (IOException | RuntimeException e) {
            recovery.segments.closeFiles(id);
            throw e;
        }
    }

    private Recovered recover() throws IOException {
        List<Path> paths = segmentPaths();
        List<Found> found = new ArrayList<>();
        for (Path path : paths) {
            found.add(inspect(path));
        }
        dropBarrenTail(found);
        deleteTemporaryFiles();
        for (Found segment : found.subList(0, Math.max(0, found.size() - 1))) {
            recoverSealed(segment);
        }
        ActiveSegment active = found.isEmpty() ? createFirst() : recoverActive(found.get(found.size() - 1));
        segments.put(active);
        active.file().sync();
        files.syncDirectory(directory);
        return new Recovered(segments, active);
    }

    /**
     * A segment file.
     *
     * @param head empty when the file is too short to have one
     */
    private record Found(Path path, long baseOffset, long fileSize, Optional<SegmentFormat.Head> head) {
        int salt() {
            return head.orElseThrow().salt();
        }
    }

    private List<Path> segmentPaths() throws IOException {
        return files.list(directory).stream()
                .filter(path -> path.getFileName().toString().matches("\\d{20}\\" + SegmentFormat.SUFFIX))
                .toList();
    }

    private void deleteTemporaryFiles() throws IOException {
        for (Path path : files.list(directory)) {
            if (path.getFileName().toString().endsWith(IndexFile.TEMPORARY_SUFFIX)) {
                files.delete(path);
            }
        }
    }

    private Found inspect(Path path) throws IOException {
        String name = path.getFileName().toString();
        long baseOffset = Long.parseLong(name.substring(0, name.length() - SegmentFormat.SUFFIX.length()));
        try (StoreFile file = files.openForReading(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(SegmentFormat.HEAD_BYTES);
            file.readFully(bytes, 0);
            Optional<SegmentFormat.Head> head = SegmentFormat.decodeHead(bytes.flip());
            if (head.isEmpty() && file.size() > SegmentFormat.HEAD_BYTES) {
                throw new StorageFailedException(
                        "The head of " + path + " is damaged beyond reading; the file has not been touched", null);
            }
            if (head.isPresent() && head.get().version() != SegmentFormat.VERSION) {
                throw new StorageFailedException(
                        path + " has format version " + head.get().version() + "; this server reads version "
                                + SegmentFormat.VERSION + " (the file has not been touched)",
                        null);
            }
            return new Found(path, baseOffset, file.size(), head);
        }
    }

    /** A new segment that a crash left without a message, or even without its head, never was. */
    private void dropBarrenTail(List<Found> found) throws IOException {
        while (!found.isEmpty()) {
            Found last = found.get(found.size() - 1);
            boolean needed = found.size() == 1 && last.head().isPresent();
            if (needed || last.fileSize() > SegmentFormat.HEAD_BYTES) {
                return;
            }
            if (found.size() == 1) {
                // The only one: its name still says which offset comes next.
                expectedOffset = last.baseOffset();
            } else if (last.head().isPresent() && isWholeUpTo(found.get(found.size() - 2), last.baseOffset())) {
                return;
            }
            files.delete(last.path());
            files.delete(IndexFile.pathFor(last.path()));
            found.remove(found.size() - 1);
        }
    }

    private boolean isWholeUpTo(Found segment, long offset) throws IOException {
        return segment.head().isPresent() && contents(segment).endOffset() == offset;
    }

    private ScannedSegment contents(Found segment) throws IOException {
        Optional<ScannedSegment> indexed =
                IndexFile.read(files, segment.path(), segment.salt(), segment.baseOffset(), segment.fileSize());
        return indexed.isPresent() ? indexed.get() : scan(segment).contents();
    }

    private SegmentScan scan(Found segment) throws IOException {
        try (StoreFile file = files.openForReading(segment.path())) {
            return SegmentScan.scan(file, segment.salt(), segment.baseOffset(), segment.fileSize(), lastTimestamp);
        }
    }

    private void recoverSealed(Found segment) throws IOException {
        reportGapBefore(segment);
        if (segment.head().isEmpty()) {
            throw new StorageFailedException("The head of " + segment.path() + " is missing", null);
        }
        Optional<ScannedSegment> indexed =
                IndexFile.read(files, segment.path(), segment.salt(), segment.baseOffset(), segment.fileSize());
        ScannedSegment contents;
        if (indexed.isPresent()) {
            contents = indexed.get();
        } else {
            SegmentScan scan = scan(segment);
            report(segment, scan);
            contents = scan.contents();
        }
        SealedSegment sealed = new SealedSegment(files, segment.path(), segment.salt(), contents, null);
        segments.put(sealed);
        if (indexed.isEmpty()) {
            sealed.sync();
            sealed.writeIndex();
        }
        passed(contents);
        sealed.alreadyIndexed();
    }

    private ActiveSegment recoverActive(Found segment) throws IOException {
        reportGapBefore(segment);
        Optional<ScannedSegment> indexed =
                IndexFile.read(files, segment.path(), segment.salt(), segment.baseOffset(), segment.fileSize());
        ScannedSegment contents;
        if (indexed.isPresent()) {
            contents = indexed.get();
        } else {
            SegmentScan scan = scan(segment);
            report(segment, scan);
            contents = scan.contents();
            cut(segment, scan);
        }
        // It fits no longer than until the next append.
        files.delete(IndexFile.pathFor(segment.path()));
        return new ActiveSegment(segment.path(), files.open(segment.path()), segment.salt(), contents);
    }

    private void cut(Found segment, SegmentScan scan) throws IOException {
        long size = scan.contents().size();
        long torn = segment.fileSize() - size;
        if (torn == 0) {
            return;
        }
        if (scan.tailClaims()) {
            keepCopy(segment, size);
        }
        LOG.log(
                scan.tailClaims() ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                "Cut {0} bytes of an unfinished append off the end of {1}; the log goes on at offset {2}",
                torn,
                segment.path(),
                scan.contents().endOffset());
        try (StoreFile file = files.open(segment.path())) {
            file.truncate(size);
        }
    }

    /**
     * Where every byte of a last frame is there but wrong, a damaged disk looks the same as an unfinished write of a
     * power cut. What is cut off is kept for somebody to look at.
     */
    private void keepCopy(Found segment, long from) throws IOException {
        Path copy = segment.path().resolveSibling(segment.path().getFileName() + "." + from + ".cut");
        try (StoreFile source = files.openForReading(segment.path());
                StoreFile target = files.open(copy)) {
            ByteBuffer buffer = ByteBuffer.allocate(StoreFile.MAX_TRANSFER);
            long at = from;
            while (source.read(buffer, at) > 0) {
                buffer.flip();
                int length = buffer.remaining();
                target.writeFully(buffer, at - from);
                at += length;
                buffer.clear();
            }
            target.sync();
        }
    }

    private ActiveSegment createFirst() throws IOException {
        long base = Math.max(0, expectedOffset);
        return ActiveSegment.create(
                files, directory, base, ThreadLocalRandom.current().nextInt(), lastTimestamp);
    }

    private void reportGapBefore(Found segment) {
        if (expectedOffset >= 0 && segment.baseOffset() != expectedOffset) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Messages of {0} from offset {1} up to {2} (exclusive) are missing",
                    id,
                    expectedOffset,
                    segment.baseOffset());
        }
    }

    private void report(Found segment, SegmentScan scan) {
        for (SegmentScan.Damage damage : scan.damages()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Messages of {0} from offset {1} up to {2} (exclusive) are damaged in {3}",
                    id,
                    damage.first(),
                    damage.next(),
                    segment.path());
        }
    }

    private void passed(ScannedSegment contents) {
        expectedOffset = contents.endOffset();
        if (contents.endOffset() > contents.baseOffset()) {
            lastTimestamp = contents.lastTimestamp();
        }
    }
}

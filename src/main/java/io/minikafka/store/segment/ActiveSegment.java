package io.minikafka.store.segment;

import io.minikafka.store.file.FileSystem;
import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.nio.file.Path;

/** The segment that is appended to, under its partition's lock. */
final class ActiveSegment implements Segment {
    private final Path path;
    private final StoreFile file;
    private final long baseOffset;
    private final int salt;
    private final SparseIndex index;
    private volatile long size;
    private volatile long endOffset;
    private volatile long firstTimestamp;
    private volatile long lastTimestamp;

    /** A segment as recovery found it. */
    ActiveSegment(Path path, StoreFile file, int salt, ScannedSegment scanned) {
        this.path = path;
        this.file = file;
        this.baseOffset = scanned.baseOffset();
        this.salt = salt;
        this.index = scanned.index();
        this.size = scanned.size();
        this.endOffset = scanned.endOffset();
        this.firstTimestamp = scanned.firstTimestamp();
        this.lastTimestamp = scanned.lastTimestamp();
    }

    /**
     * Creates an empty segment. Neither it nor its directory is synced.
     *
     * @param lastTimestamp of the partition so far
     */
    static ActiveSegment create(FileSystem files, Path directory, long baseOffset, int salt, long lastTimestamp)
            throws IOException {
        Path path = directory.resolve(SegmentFormat.fileName(baseOffset));
        StoreFile file = files.open(path);
        try {
            file.truncate(0);
            file.writeFully(SegmentFormat.encodeHead(baseOffset, salt), 0);
            return new ActiveSegment(path, file, salt, ScannedSegment.empty(baseOffset, lastTimestamp));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Frames up to these places have been written. */
    void appended(long newSize, long newEndOffset, long timestamp) {
        if (isEmpty()) {
            firstTimestamp = timestamp;
        }
        lastTimestamp = timestamp;
        size = newSize;
        endOffset = newEndOffset;
    }

    /** Forgets what was written behind these places. */
    void rollBack(long newSize, long newEndOffset) throws IOException {
        index.truncate(newSize);
        size = newSize;
        endOffset = newEndOffset;
        file.truncate(newSize);
    }

    boolean isEmpty() {
        return endOffset == baseOffset;
    }

    /** The first message's append time; meaningless while it is empty. */
    long firstTimestamp() {
        return firstTimestamp;
    }

    /** This segment, to be appended to no more. The open file goes with it. */
    SealedSegment seal(FileSystem files) {
        return new SealedSegment(files, path, salt, contents(), file);
    }

    /** What the segment holds now. */
    ScannedSegment contents() {
        return new ScannedSegment(baseOffset, endOffset, size, firstTimestamp, lastTimestamp, index);
    }

    Path path() {
        return path;
    }

    @Override
    public long baseOffset() {
        return baseOffset;
    }

    @Override
    public int salt() {
        return salt;
    }

    @Override
    public long endOffset() {
        return endOffset;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long lastTimestamp() {
        return lastTimestamp;
    }

    @Override
    public SparseIndex index() {
        return index;
    }

    @Override
    public StoreFile file() {
        return file;
    }
}

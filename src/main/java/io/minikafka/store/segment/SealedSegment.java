package io.minikafka.store.segment;

import io.minikafka.store.file.FileSystem;
import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A segment that is only read, until it is deleted. Its file is open while it is in use. */
final class SealedSegment implements Segment {
    private final FileSystem files;
    private final Path path;
    private final int salt;
    private final long baseOffset;
    private final long endOffset;
    private final long size;
    private final long firstTimestamp;
    private final long lastTimestamp;

    private volatile SoftReference<SparseIndex> index;
    private volatile boolean used;
    private volatile boolean indexed;
    private volatile @Nullable StoreFile open;
    private boolean deleted;

    SealedSegment(FileSystem files, Path path, int salt, ScannedSegment contents, @Nullable StoreFile open) {
        this.files = files;
        this.path = path;
        this.salt = salt;
        this.baseOffset = contents.baseOffset();
        this.endOffset = contents.endOffset();
        this.size = contents.size();
        this.firstTimestamp = contents.firstTimestamp();
        this.lastTimestamp = contents.lastTimestamp();
        this.index = new SoftReference<>(contents.index());
        this.open = open;
    }

    /** Syncs the frames. */
    void sync() throws IOException {
        file().sync();
    }

    /** Writes the index file; the segment has been synced, which is what the index's existence says. */
    void writeIndex() throws IOException {
        SparseIndex current = index();
        IndexFile.write(
                files,
                path,
                salt,
                new ScannedSegment(baseOffset, endOffset, size, firstTimestamp, lastTimestamp, current));
        indexed = true;
    }

    /** This segment without what lies behind these places; its file is cut there. */
    SealedSegment cutBack(long newSize, long newEndOffset) throws IOException {
        SparseIndex kept = index();
        StoreFile file = file();
        kept.truncate(newSize);
        file.truncate(newSize);
        ScannedSegment contents =
                new ScannedSegment(baseOffset, newEndOffset, newSize, firstTimestamp, lastTimestamp, kept);
        return new SealedSegment(files, path, salt, contents, file);
    }

    /** The index file is known to be there. */
    void alreadyIndexed() {
        indexed = true;
    }

    /** Closes the file if nobody has asked for it since the last call. */
    synchronized void closeIfIdle() throws IOException {
        if (indexed && !used) {
            close();
        }
        used = false;
    }

    synchronized void close() throws IOException {
        StoreFile file = open;
        open = null;
        if (file != null) {
            file.close();
        }
    }

    /** Deletes the segment and its index; readers find it closed. */
    void delete() throws IOException {
        synchronized (this) {
            deleted = true;
            close();
        }
        files.delete(path);
        files.delete(IndexFile.pathFor(path));
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
    public SparseIndex index() throws IOException {
        SparseIndex loaded = index.get();
        if (loaded == null) {
            loaded = IndexFile.read(files, path, salt, baseOffset, size)
                    .map(ScannedSegment::index)
                    .orElse(null);
            if (loaded == null) {
                loaded = SegmentScan.scan(file(), salt, baseOffset, size, firstTimestamp)
                        .contents()
                        .index();
            }
            index = new SoftReference<>(loaded);
        }
        return loaded;
    }

    @Override
    public StoreFile file() throws IOException {
        used = true;
        StoreFile file = open;
        return file != null ? file : reopen();
    }

    private synchronized StoreFile reopen() throws IOException {
        StoreFile file = open;
        if (file == null) {
            if (deleted) {
                throw new ClosedChannelException();
            }
            file = files.openForReading(path);
            open = file;
        }
        return file;
    }
}

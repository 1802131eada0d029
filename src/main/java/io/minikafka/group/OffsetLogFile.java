package io.minikafka.group;

import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The log that is appended to. One thread at a time appends; another may sync. */
final class OffsetLogFile {
    private final Path path;
    private final long sequence;
    private final StoreFile file;
    private long size;

    OffsetLogFile(Path path, long sequence, StoreFile file, long size) {
        this.path = path;
        this.sequence = sequence;
        this.file = file;
        this.size = size;
    }

    void append(ByteBuffer records) throws IOException {
        int count = records.remaining();
        file.writeFully(records, size);
        size += count;
    }

    void sync() throws IOException {
        file.sync();
    }

    void close() throws IOException {
        file.close();
    }

    long sequence() {
        return sequence;
    }

    long size() {
        return size;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

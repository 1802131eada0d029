package io.minikafka.server;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.unit.DataSize;

/**
 * The disk that a root directory is on. Safe for use by many threads.
 *
 * @param freeSpaceFloor producing is refused below; 0 for never
 */
record DiskSpace(Path rootDir, DataSize freeSpaceFloor) {
    /** Bytes that this process may still write. */
    long freeBytes() throws IOException {
        return fileStore().getUsableSpace();
    }

    long totalBytes() throws IOException {
        return fileStore().getTotalSpace();
    }

    private FileStore fileStore() throws IOException {
        return Files.getFileStore(rootDir);
    }
}

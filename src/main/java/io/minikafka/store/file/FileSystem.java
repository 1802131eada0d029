package io.minikafka.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What durable storage asks of a file system: the seam where tests break writes, syncs and space on purpose. Safe for use by
 * many threads.
 */
public interface FileSystem {
    /** Opens for reading and writing; creates an empty file when there is none. */
    StoreFile open(Path file) throws IOException;

    /** Opens an existing file for reading; {@link java.nio.file.NoSuchFileException} when there is none. */
    StoreFile openForReading(Path file) throws IOException;

    boolean exists(Path path) throws IOException;

    /** The entries of a directory, sorted by name. */
    List<Path> list(Path directory) throws IOException;

    void createDirectories(Path directory) throws IOException;

    /** Replaces the target in one step; durable once the target's directory is synced. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file or an empty directory; nothing happens when it does not exist. */
    void delete(Path path) throws IOException;

    /** Opens a directory that is to be synced, perhaps later; to be closed. */
    OpenDirectory openDirectory(Path directory) throws IOException;

    /** Makes the directory's entries durable: new, renamed and deleted ones. */
    default void syncDirectory(Path directory) throws IOException {
        try (OpenDirectory open = openDirectory(directory)) {
            open.sync();
        }
    }

    /** Bytes that this process may still write where the path lies. */
    long freeSpace(Path path) throws IOException;

    /**
     * Takes the lock that the file stands for, for this process alone.
     *
     * @throws IOException saying so when somebody else holds it
     */
    Closeable lock(Path file) throws IOException;
}

package io.minikafka.store.segment;

import io.minikafka.store.DiskFullException;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.file.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Refuses appends while the disk has less than a floor of free space, so that what must be written (indexes, positions
 * of groups) still can be, and neighbours on the disk are not starved. Looks at the disk after every {@value
 * #LOOK_BYTES} bytes or {@value #LOOK_MILLIS} ms, and at every append while it refuses: it recovers by itself. Safe for
 * use by many threads.
 */
final class DiskGuard {
    static final long LOOK_BYTES = 1 << 20;
    static final long LOOK_MILLIS = 1000;

    private final FileSystem files;
    private final Path root;
    private final long floor;
    private final Clock clock;
    private final AtomicLong unseenBytes = new AtomicLong(LOOK_BYTES);
    private volatile long lookedAt;
    private volatile long free = Long.MAX_VALUE;

    DiskGuard(FileSystem files, Path root, long floor, Clock clock) {
        this.files = files;
        this.root = root;
        this.floor = floor;
        this.clock = clock;
    }

    /**
     * Admits an append of so many bytes.
     *
     * @throws DiskFullException when it would go below the floor
     */
    void admit(long bytes) {
        if (floor == 0) {
            return;
        }
        long now = clock.millis();
        if (unseenBytes.addAndGet(bytes) >= LOOK_BYTES || now - lookedAt >= LOOK_MILLIS || isShort(bytes)) {
            look(now, bytes);
        }
        if (isShort(bytes)) {
            throw new DiskFullException(free, floor);
        }
    }

    /** Free bytes where the store lies, looked up now. */
    long freeSpace() throws IOException {
        return files.freeSpace(root);
    }

    /** The error for a write that has failed, if want of space explains it: then it may be tried again later. */
    Optional<DiskFullException> explain(long bytes) {
        try {
            long seen = freeSpace();
            return seen < Math.max(bytes, floor) ? Optional.of(new DiskFullException(seen, floor)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean isShort(long bytes) {
        return free - bytes < floor;
    }

    private void look(long now, long bytes) {
        try {
            free = freeSpace();
            lookedAt = now;
            unseenBytes.set(bytes);
        } catch (IOException e) {
            throw new StorageFailedException("The free space of " + root + " cannot be told: " + e.getMessage(), e);
        }
    }
}

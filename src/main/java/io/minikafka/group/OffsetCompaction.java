package io.minikafka.group;

import io.minikafka.group.OffsetFileScan.Pause;
import io.minikafka.store.StoreException;
import java.io.IOException;
import java.util.Optional;

/**
 * Keeps the files of an offset log in proportion to what they hold. All but {@link #isDue} is for the log's own thread.
 *
 * <p>A snapshot is merged from the files before it, not copied from memory: it is exactly what held when its log began,
 * and no second copy of all offsets is held for it. A compaction that fails is tried again when the log has grown on.
 */
final class OffsetCompaction {
    private static final System.Logger LOG = System.getLogger(OffsetCompaction.class.getName());

    /** A log may grow to so many times what it holds. */
    private static final int GROWTH = 4;

    private static final long NEVER = Long.MAX_VALUE;

    private final OffsetDirectory directory;
    private final long leastBytes;
    private volatile long dueAt;

    /** @param oldBytes of the logs behind the newest snapshot, without the active one */
    OffsetCompaction(OffsetDirectory directory, long leastBytes, OffsetState state, long oldBytes) {
        this.directory = directory;
        this.leastBytes = leastBytes;
        this.dueAt = limit(state) - oldBytes;
    }

    /** Whether the active log, which has this size, is to be followed by another; says so once. */
    boolean isDue(long size) {
        if (size < dueAt) {
            return false;
        }
        dueAt = NEVER;
        return true;
    }

    /** The log to follow the active one, which had this size; empty when it cannot be made. */
    Optional<OffsetLogFile> begin(long sequence, long size) {
        try {
            return Optional.of(directory.createLog(sequence));
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Log " + sequence + " of committed offsets cannot be made; the one before it grows on",
                    e);
            dueAt = size + leastBytes;
            return Optional.empty();
        }
    }

    /**
     * Puts a snapshot in the place of all that was before this log, which has become the active one.
     *
     * @param full the log before, synced
     * @param pause called between two pieces; gives the compaction up by a {@link StoreException}
     */
    void run(OffsetLogFile full, long sequence, Pause pause) {
        try {
            full.close();
            pause.now();
            OffsetRecovery before = OffsetRecovery.readBefore(sequence, directory, pause);
            directory.writeSnapshot(sequence, before.state(), pause);
            dueAt = limit(before.state());
            directory.deleteBefore(before.base());
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.DEBUG, "A compaction of committed offsets was given up", e);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Compacting committed offsets failed; it is tried again later", e);
            dueAt = Math.min(dueAt, leastBytes);
        }
    }

    private long limit(OffsetState state) {
        return Math.max(leastBytes, GROWTH * state.bytes());
    }
}

package io.minikafka.group;

import io.minikafka.group.OffsetFileHead.Kind;
import io.minikafka.group.OffsetFileScan.Pause;
import io.minikafka.store.StorageFailedException;
import java.io.IOException;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of an offset log: the newest snapshot that is whole, then all logs from its sequence on, in order.
 *
 * <p>Damage costs the commits it hit and no others, and is reported: what follows is as good as before, and newer. A
 * damaged snapshot gives what is whole in it, on top of the snapshot before and the logs between, of which nothing is
 * missing as long as they are there. A lost commit has messages delivered again, a lost removal brings back what was
 * once committed.
 */
final class OffsetRecovery {
    private static final System.Logger LOG = System.getLogger(OffsetRecovery.class.getName());

    private final OffsetDirectory directory;
    private final Pause pause;
    private final NavigableSet<Long> snapshots;
    private final NavigableSet<Long> logs;
    private OffsetState state = new OffsetState();
    private long base;
    private long logBytes;
    private @Nullable OffsetFileScan lastLog;

    private OffsetRecovery(
            OffsetDirectory directory, NavigableSet<Long> snapshots, NavigableSet<Long> logs, Pause pause) {
        this.directory = directory;
        this.snapshots = snapshots;
        this.logs = logs;
        this.pause = pause;
    }

    /** All there is. */
    static OffsetRecovery readAll(OffsetDirectory directory) throws IOException {
        OffsetRecovery recovery = new OffsetRecovery(
                directory, directory.sequences(Kind.SNAPSHOT), directory.sequences(Kind.LOG), Pause.NONE);
        recovery.read();
        return recovery;
    }

    /** What held when the log of this sequence began. */
    static OffsetRecovery readBefore(long sequence, OffsetDirectory directory, Pause pause) throws IOException {
        OffsetRecovery recovery = new OffsetRecovery(
                directory,
                directory.sequences(Kind.SNAPSHOT).headSet(sequence, false),
                directory.sequences(Kind.LOG).headSet(sequence, false),
                pause);
        recovery.read();
        return recovery;
    }

    OffsetState state() {
        return state;
    }

    /** The sequence of the newest whole snapshot; 0 for none. */
    long base() {
        return base;
    }

    /** The bytes of all logs that were read. */
    long logBytes() {
        return logBytes;
    }

    /** The log to go on in, cut off behind its last whole record; a new one when there is none, or it has no head. */
    OffsetLogFile logToContinue() throws IOException {
        makeDurable();
        OffsetFileScan last = lastLog;
        if (last != null && isUnfinished(last)) {
            return directory.createLog(logs.last());
        }
        if (last == null || logs.last() < base || last.head().isEmpty()) {
            long newest = Math.max(base, snapshots.isEmpty() ? 1 : snapshots.last());
            return directory.createLog(logs.isEmpty() ? newest : Math.max(logs.last() + 1, newest));
        }
        if (last.tailBytes() > 0) {
            LOG.log(
                    last.tailClaims() ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                    "Cut {0} bytes of an unfinished commit off the end of {1}",
                    Long.toString(last.tailBytes()),
                    directory.path(Kind.LOG, logs.last()));
        }
        return directory.continueLog(logs.last(), last.end());
    }

    /** A killed process leaves files and names that are not synced; what was read from them must not go back again. */
    private void makeDurable() throws IOException {
        for (long sequence : logs.tailSet(base, true)) {
            directory.syncLog(sequence);
        }
        directory.syncNames();
    }

    /** A crash while a log is created leaves such a one. */
    private static boolean isUnfinished(OffsetFileScan log) {
        return log.head().isEmpty() && log.size() <= OffsetFileHead.BYTES;
    }

    private void read() throws IOException {
        TreeMap<Long, OffsetState> damaged = new TreeMap<>();
        for (long sequence : snapshots.descendingSet()) {
            OffsetState found = new OffsetState();
            OffsetFileScan scan = scan(Kind.SNAPSHOT, sequence, found);
            if (scan.isWhole()) {
                state = found;
                base = sequence;
                break;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The snapshot {0} of committed offsets is damaged, with {1} whole records; what it lacks is taken"
                            + " from the files before it",
                    directory.path(Kind.SNAPSHOT, sequence),
                    Long.toString(scan.records()));
            damaged.put(sequence, found);
        }
        for (long sequence : logs.tailSet(base, true)) {
            damaged.headMap(sequence, true).values().forEach(this::add);
            damaged.headMap(sequence, true).clear();
            readLog(sequence);
        }
        damaged.values().forEach(this::add);
        reportMissingLogs();
    }

    private void add(OffsetState other) {
        other.forEach(state::apply);
    }

    private void readLog(long sequence) throws IOException {
        OffsetFileScan scan = scan(Kind.LOG, sequence, state);
        logBytes += scan.size();
        boolean last = sequence == logs.last();
        if (last) {
            lastLog = scan;
        }
        // The tail of the last log is what a crash leaves.
        long damaged = scan.damagedBytes() + (last ? 0 : scan.tailBytes());
        if (damaged > 0 || (scan.head().isEmpty() && !(last && isUnfinished(scan)))) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} is damaged: {1} bytes from byte {2} on hold no commits{3}; older commits hold instead, and"
                            + " messages may be delivered again",
                    directory.path(Kind.LOG, sequence),
                    Long.toString(damaged),
                    Long.toString(scan.damagedBytes() > 0 ? scan.firstDamage() : scan.end()),
                    scan.head().isEmpty() ? ", and its head is not right" : "");
        }
    }

    private OffsetFileScan scan(Kind kind, long sequence, OffsetState target) throws IOException {
        OffsetFileScan scan = directory.scan(kind, sequence, target::apply, pause);
        int version = scan.head().map(OffsetFileHead::version).orElse(OffsetFileHead.VERSION);
        if (version != OffsetFileHead.VERSION) {
            throw new StorageFailedException(
                    directory.path(kind, sequence) + " has format version " + version + "; this server reads version "
                            + OffsetFileHead.VERSION + " (the file has not been touched)",
                    null);
        }
        return scan;
    }

    private void reportMissingLogs() {
        long expected = Math.max(base, 1);
        for (long sequence : logs.tailSet(base, true)) {
            reportMissing(expected, sequence);
            expected = sequence + 1;
        }
        if (base > 0 && logs.tailSet(base, true).isEmpty()) {
            reportMissing(base, base + 1);
        }
    }

    private void reportMissing(long from, long to) {
        if (from < to) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Logs of committed offsets are missing, {0} up to {1} (exclusive); older commits hold instead, and"
                            + " messages may be delivered again",
                    directory.path(Kind.LOG, from),
                    Long.toString(to));
        }
    }
}

package io.minikafka.group;

import io.minikafka.group.OffsetFileHead.Kind;
import io.minikafka.group.OffsetFileScan.Pause;
import io.minikafka.store.file.FileSystem;
import io.minikafka.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The files of an offset log: their names, and how they come and go. For one thread at a time. */
final class OffsetDirectory {
    private static final String TEMPORARY_SUFFIX = ".tmp";
    private static final int DIGITS = 20;

    private final FileSystem files;
    private final Path path;

    OffsetDirectory(FileSystem files, Path path) {
        this.files = files;
        this.path = path;
    }

    Path path(Kind kind, long sequence) {
        return path.resolve(String.format("%0" + DIGITS + "d%s", sequence, kind.suffix()));
    }

    /** Makes the directory when there is none, and removes what an interrupted compaction left. */
    void prepare() throws IOException {
        if (!files.exists(path)) {
            files.createDirectories(path);
            files.syncDirectory(path.resolveSibling(""));
        }
        for (Path file : files.list(path)) {
            if (file.toString().endsWith(TEMPORARY_SUFFIX)) {
                files.delete(file);
            }
        }
    }

    /** The sequences of all files of a kind. What has another name is left alone. */
    TreeSet<Long> sequences(Kind kind) throws IOException {
        TreeSet<Long> sequences = new TreeSet<>();
        for (Path file : files.list(path)) {
            String name = file.getFileName().toString();
            if (name.length() == DIGITS + kind.suffix().length()
                    && name.endsWith(kind.suffix())
                    && name.substring(0, DIGITS).matches("0[0-8][0-9]*")) {
                sequences.add(Long.parseLong(name.substring(0, DIGITS)));
            }
        }
        return sequences;
    }

    OffsetFileScan scan(Kind kind, long sequence, Consumer<OffsetCommit> target, Pause pause) throws IOException {
        try (StoreFile file = files.openForReading(path(kind, sequence))) {
            return OffsetFileScan.scan(file, kind, sequence, target, pause);
        }
    }

    void syncLog(long sequence) throws IOException {
        try (StoreFile file = files.open(path(Kind.LOG, sequence))) {
            file.sync();
        }
    }

    void syncNames() throws IOException {
        files.syncDirectory(path);
    }

    /** A new log, durable with its name. What a failed attempt left is replaced, not synced again. */
    OffsetLogFile createLog(long sequence) throws IOException {
        Path log = path(Kind.LOG, sequence);
        files.delete(log);
        StoreFile file = files.open(log);
        try {
            file.writeFully(OffsetFileHead.ofLog(sequence).encode(), 0);
            file.sync();
            files.syncDirectory(path);
            return new OffsetLogFile(log, sequence, file, OffsetFileHead.BYTES);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** An existing log, durably cut off at this size. */
    OffsetLogFile continueLog(long sequence, long size) throws IOException {
        Path log = path(Kind.LOG, sequence);
        StoreFile file = files.open(log);
        try {
            if (file.size() > size) {
                file.truncate(size);
                file.sync();
            }
            return new OffsetLogFile(log, sequence, file, size);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Writes a snapshot aside, syncs it and gives it its name, durably. */
    void writeSnapshot(long sequence, OffsetState state, Pause pause) throws IOException {
        Path snapshot = path(Kind.SNAPSHOT, sequence);
        Path temporary = snapshot.resolveSibling(snapshot.getFileName() + TEMPORARY_SUFFIX);
        files.delete(temporary);
        try (StoreFile file = files.open(temporary)) {
            ByteBuffer bytes = ByteBuffer.allocate(StoreFile.MAX_TRANSFER);
            bytes.put(OffsetFileHead.ofSnapshot(sequence, state.count()).encode());
            long position = 0;
            for (OffsetCommit commit : state) {
                if (bytes.remaining() < OffsetRecordFormat.MOST_BYTES) {
                    pause.now();
                    position = write(file, bytes, position);
                }
                OffsetRecordFormat.encode(bytes, sequence, commit);
            }
            write(file, bytes, position);
            file.sync();
        }
        files.rename(temporary, snapshot);
        files.syncDirectory(path);
    }

    private static long write(StoreFile file, ByteBuffer bytes, long position) throws IOException {
        int count = bytes.flip().remaining();
        file.writeFully(bytes, position);
        bytes.clear();
        return position + count;
    }

    /**
     * Deletes the files of lower sequences. Not synced: those that a power cut brings back are behind a snapshot and
     * not looked at.
     */
    void deleteBefore(long sequence) throws IOException {
        for (Kind kind : Kind.values()) {
            List<Long> old = new ArrayList<>(sequences(kind).headSet(sequence));
            for (long each : old) {
                files.delete(path(kind, each));
            }
        }
    }
}

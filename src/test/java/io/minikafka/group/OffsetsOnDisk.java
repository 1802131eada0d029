package io.minikafka.group;

import io.minikafka.group.OffsetFileHead.Kind;
import io.minikafka.store.Durability;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.file.SimulatedFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An offset log over a {@link SimulatedFileSystem}, and what tests do with it. */
final class OffsetsOnDisk implements AutoCloseable {
    static final Path DIRECTORY = Path.of("/data/groups");

    /** With an interval that no test waits for. */
    static final OffsetLogOptions OS = new OffsetLogOptions(Durability.OS, Duration.ofHours(1), 1 << 20);

    static final OffsetLogOptions FSYNC = OS.withDurability(Durability.FSYNC);

    final OffsetLogOptions options;
    SimulatedFileSystem files;
    FileOffsetLog log;

    OffsetsOnDisk(OffsetLogOptions options) {
        this(options, new SimulatedFileSystem());
    }

    OffsetsOnDisk(OffsetLogOptions options, SimulatedFileSystem files) {
        this.options = options;
        this.files = files;
        this.log = FileOffsetLog.open(DIRECTORY, options, files);
    }

    /** Opens what is left on these files; the log before writes to its own no more. */
    OffsetsOnDisk reopenOn(SimulatedFileSystem survivors) {
        log.close();
        files = survivors;
        log = FileOffsetLog.open(DIRECTORY, options, files);
        return this;
    }

    /** Appends and flushes. */
    CompletableFuture<Void> commit(OffsetCommit... commits) {
        CompletableFuture<Void> future = log.append(List.of(commits));
        log.flush();
        return future;
    }

    static OffsetCommit commit(String group, int partition, long offset) {
        return new OffsetCommit(GroupName.of(group), TopicPartition.of("orders", partition), offset);
    }

    static OffsetCommit removal(String group, int partition) {
        return commit(group, partition, OffsetCommit.NONE);
    }

    static Map<GroupName, Map<TopicPartition, Long>> state(OffsetCommit... commits) {
        OffsetState state = new OffsetState();
        List.of(commits).forEach(state::apply);
        return state.copy();
    }

    /** Group and partition to offset, as {@link #commit(String, int, long)} names them. */
    static Map<String, Long> flat(Map<GroupName, Map<TopicPartition, Long>> offsets) {
        Map<String, Long> flat = new HashMap<>();
        offsets.forEach((group, partitions) ->
                partitions.forEach((partition, offset) -> flat.put(group + " " + partition.partition(), offset)));
        return flat;
    }

    static String key(OffsetCommit commit) {
        return commit.group() + " " + commit.partition().partition();
    }

    static Path log(long sequence) {
        return path(Kind.LOG, sequence);
    }

    static Path snapshot(long sequence) {
        return path(Kind.SNAPSHOT, sequence);
    }

    private static Path path(Kind kind, long sequence) {
        return new OffsetDirectory(new SimulatedFileSystem(), DIRECTORY).path(kind, sequence);
    }

    static byte[] logBytes(long sequence, OffsetCommit... commits) {
        return bytes(OffsetFileHead.ofLog(sequence), commits);
    }

    static byte[] snapshotBytes(long sequence, OffsetCommit... commits) {
        return bytes(OffsetFileHead.ofSnapshot(sequence, commits.length), commits);
    }

    private static byte[] bytes(OffsetFileHead head, OffsetCommit... commits) {
        ByteBuffer bytes =
                ByteBuffer.allocate(OffsetFileHead.BYTES + (commits.length + 1) * OffsetRecordFormat.MOST_BYTES);
        bytes.put(head.encode());
        for (OffsetCommit commit : commits) {
            OffsetRecordFormat.encode(bytes, head.sequence(), commit);
        }
        byte[] result = new byte[bytes.position()];
        bytes.flip().get(result);
        return result;
    }

    /** A file system with these files, all synced. */
    static SimulatedFileSystem filesWith(Map<Path, byte[]> contents) {
        SimulatedFileSystem files = new SimulatedFileSystem();
        try {
            files.createDirectories(DIRECTORY);
            files.syncDirectory(DIRECTORY.getParent());
            for (Map.Entry<Path, byte[]> file : contents.entrySet()) {
                files.replace(file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    List<String> fileNames() {
        try {
            return files.list(DIRECTORY).stream()
                    .map(path -> path.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        log.close();
    }
}

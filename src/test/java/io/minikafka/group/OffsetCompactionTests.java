package io.minikafka.group;

import static io.minikafka.group.OffsetsOnDisk.DIRECTORY;
import static io.minikafka.group.OffsetsOnDisk.FSYNC;
import static io.minikafka.group.OffsetsOnDisk.OS;
import static io.minikafka.group.OffsetsOnDisk.commit;
import static io.minikafka.group.OffsetsOnDisk.log;
import static io.minikafka.group.OffsetsOnDisk.removal;
import static io.minikafka.group.OffsetsOnDisk.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.LoggedProblems;
import io.minikafka.store.file.SimulatedFileSystem;
import io.minikafka.store.file.SimulatedFileSystem.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How logs make room, and that a crash or a failure on the way costs nothing. */
@Timeout(60)
class OffsetCompactionTests {
    private static final int LIMIT = 2000;

    private static OffsetLogOptions small(OffsetLogOptions options) {
        return new OffsetLogOptions(options.durability(), options.syncInterval(), LIMIT);
    }

    /** One commit for each of three partitions. */
    private static void commitAll(OffsetsOnDisk disk, long offset) {
        disk.commit(commit("g", 0, offset), commit("g", 1, offset), commit("g", 2, offset))
                .join();
    }

    private static Map<String, Long> all(long offset) {
        return Map.of("g 0", offset, "g 1", offset, "g 2", offset);
    }

    private static Map<String, Long> recovered(SimulatedFileSystem survivors) {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(OS, survivors)) {
            return OffsetsOnDisk.flat(disk.log.recovered());
        }
    }

    /** With fsync a commit waits for the thread that compacts, so the disk is looked at between any two of its steps. */
    @Test
    void howeverManyCommitsTheDiskHoldsNoMoreThanAFewLogs() {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(small(FSYNC))) {
            long most = 0;
            for (int i = 1; i <= 5000; i++) {
                commitAll(disk, i);
                most = Math.max(most, disk.files.used());
                // Logs are compacted on another thread, which may be late on a machine with much to do.
                if (disk.files.used() > 4L * LIMIT) {
                    await().until(() -> disk.files.used() <= 4L * LIMIT);
                }
            }

            assertThat(most).isBetween((long) LIMIT, 5L * LIMIT);
            assertThat(disk.fileNames().size()).isLessThanOrEqualTo(7);
            assertThat(recovered(disk.files.afterKill())).isEqualTo(all(5000));
        }
    }

    @Test
    void aLogMayGrowToFourTimesWhatItHolds() {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(small(OS))) {
            OffsetCommit[] many =
                    IntStream.range(0, 1000).mapToObj(i -> commit("g", i, i)).toArray(OffsetCommit[]::new);
            disk.commit(many).join();
            await().until(() -> disk.files.exists(snapshot(2)));
            long record = OffsetRecordFormat.sizeOf(many[0]);
            for (int i = 0; i < 3900; i++) {
                disk.commit(commit("g", 0, i)).join();
            }
            disk.log.close();

            assertThat(disk.fileNames()).doesNotContain(log(3).getFileName().toString());
            assertThat(disk.files.used()).isGreaterThan(4800 * record);
            disk.reopenOn(disk.files);
            for (int i = 0; i < 200; i++) {
                disk.commit(commit("g", 0, i)).join();
            }
            await().until(() -> disk.files.exists(snapshot(3)));
        }
    }

    @Test
    void whatWasRemovedIsNotInTheSnapshot() throws IOException {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(small(FSYNC))) {
            for (int i = 0; i < 1000; i++) {
                disk.commit(commit("group" + i, 0, i)).join();
                disk.commit(removal("group" + i, 0)).join();
            }
            disk.log.close();
            String newest = newestSnapshot(disk);

            // One group may have been there when it was made.
            assertThat(disk.files.bytes(DIRECTORY.resolve(newest)))
                    .hasSizeLessThanOrEqualTo(
                            OffsetFileHead.BYTES + OffsetRecordFormat.sizeOf(commit("group999", 0, 0)));
            assertThat(recovered(disk.files.afterKill())).isEmpty();
        }
    }

    private static String newestSnapshot(OffsetsOnDisk disk) {
        return disk.fileNames().stream()
                .filter(name -> name.endsWith(".snapshot"))
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    @Test
    void theGenerationBeforeTheNewestSnapshotIsKept() throws IOException {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(small(OS));
                LoggedProblems problems = new LoggedProblems(OffsetRecovery.class)) {
            for (int i = 1; !disk.files.exists(snapshot(3)); i++) {
                commitAll(disk, i);
            }
            commitAll(disk, 1_000_000);
            disk.log.close();
            SimulatedFileSystem survivors = disk.files.afterPowerCut();
            String newest = newestSnapshot(disk);
            byte[] bytes = survivors.bytes(DIRECTORY.resolve(newest));
            bytes[OffsetFileHead.BYTES + 9] ^= 1;
            survivors.replace(DIRECTORY.resolve(newest), bytes);

            assertThat(recovered(survivors)).isEqualTo(all(1_000_000));
            assertThat(problems.messages()).singleElement().asString().contains(newest);
        }
    }

    @Test
    void commitsGoOnWhileASnapshotWaitsForTheDisk() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        SimulatedFileSystem files = new SimulatedFileSystem();
        HookedFileSystem hooked = new HookedFileSystem(files, change -> {
            if (change.startsWith("sync") && change.endsWith(".tmp")) {
                writing.countDown();
                awaitLatch(go);
            }
        });
        FileOffsetLog log = FileOffsetLog.open(DIRECTORY, small(OS), hooked);
        try {
            for (int i = 1; writing.getCount() > 0; i++) {
                append(log, i);
            }
            for (int i = 1; i <= 10_000; i++) {
                append(log, i);
            }
            assertThat(recovered(files.afterKill())).isEqualTo(Map.of("g 0", 10_000L));
        } finally {
            go.countDown();
            log.close();
        }
        assertThat(recovered(files.afterPowerCut())).isEqualTo(Map.of("g 0", 10_000L));
    }

    private static void append(FileOffsetLog log, long offset) {
        var commit = log.append(List.of(commit("g", 0, offset)));
        log.flush();
        commit.join();
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, 2.log",
        "WRITE, 2.log",
        "SYNC, 2.log",
        "SYNC_DIRECTORY, groups",
        "OPEN, .tmp",
        "WRITE, .tmp",
        "SYNC, .tmp",
        "RENAME, .snapshot"
    })
    void aCompactionThatFailsIsToldAndTriedAgainAndCommitsGoOn(Operation operation, String suffix) {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(small(FSYNC));
                LoggedProblems problems = new LoggedProblems(OffsetCompaction.class)) {
            disk.files.failNext(operation, suffix);
            long last = 0;
            while (disk.fileNames().stream().noneMatch(name -> name.endsWith(".snapshot"))) {
                commitAll(disk, ++last);
                assertThat(recovered(disk.files.afterPowerCut())).isEqualTo(all(last));
            }

            assertThat(problems.messages()).singleElement().asString().contains("committed offsets");
            disk.log.close();
            assertThat(recovered(disk.files.afterPowerCut())).isEqualTo(all(last));
        }
    }

    /** What the disk held before one of its changes, and what had been acknowledged before that. */
    private record Moment(String change, Map<String, Long> acknowledged, SimulatedFileSystem survivors) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aCrashAtAnyStepLosesNothingThatWasAcknowledged(int seed) {
        Random random = new Random(seed);
        List<Moment> moments = new CopyOnWriteArrayList<>();
        Map<String, Long> acknowledged = new ConcurrentHashMap<>();
        SimulatedFileSystem files = new SimulatedFileSystem();
        HookedFileSystem hooked = new HookedFileSystem(files, change -> {
            Map<String, Long> before = Map.copyOf(acknowledged);
            synchronized (random) {
                SimulatedFileSystem survivors = switch (seed) {
                    case 0 -> files.afterKill();
                    case 1 -> files.afterPowerCut();
                    default -> files.afterPowerCut(random);
                };
                moments.add(new Moment(change, before, survivors));
            }
        });
        List<String> compactions = new ArrayList<>();
        try (FileOffsetLog log = FileOffsetLog.open(DIRECTORY, small(FSYNC), hooked)) {
            for (long i = 1; compactions.size() < 3; i++) {
                int partition = random.nextInt(3);
                var commit = log.append(List.of(commit("g", partition, i)));
                log.flush();
                commit.join();
                acknowledged.put("g " + partition, i);
                compactions = moments.stream()
                        .map(Moment::change)
                        .filter(change -> change.startsWith("rename"))
                        .toList();
            }
        }

        assertThat(moments.stream()
                        .map(moment -> moment.change().replaceAll("/.*[0-9]", " N"))
                        .collect(Collectors.toSet()))
                .contains("open  N.log", "sync  N.log", "open  N.snapshot.tmp", "write  N.snapshot.tmp")
                .contains("sync  N.snapshot.tmp", "rename to  N.snapshot", "delete  N.log", "delete  N.snapshot");
        for (Moment moment : moments) {
            Map<String, Long> recovered = recovered(moment.survivors());
            Map<String, Long> lost = new HashMap<>(moment.acknowledged());
            lost.entrySet().removeIf(each -> recovered.getOrDefault(each.getKey(), -1L) >= each.getValue());
            assertThat(lost).as("seed %d, before: %s", seed, moment.change()).isEmpty();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

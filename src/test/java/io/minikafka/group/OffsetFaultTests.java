package io.minikafka.group;

import static io.minikafka.group.OffsetsOnDisk.FSYNC;
import static io.minikafka.group.OffsetsOnDisk.OS;
import static io.minikafka.group.OffsetsOnDisk.commit;
import static io.minikafka.group.OffsetsOnDisk.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minikafka.LoggedProblems;
import io.minikafka.store.Durability;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.file.SimulatedFileSystem;
import io.minikafka.store.file.SimulatedFileSystem.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commits stand for when the process is killed, the power goes or the disk fails. */
@Timeout(60)
class OffsetFaultTests {
    private static Map<GroupName, Map<TopicPartition, Long>> recovered(SimulatedFileSystem survivors) {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(OS, survivors)) {
            return disk.log.recovered();
        }
    }

    @Test
    void withDurabilityOsACommitIsCompleteWhenFlushReturnsAndSurvivesAKillButNoPowerCut() {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(OS)) {
            assertThat(disk.commit(commit("a", 0, 5))).isCompleted();

            assertThat(recovered(disk.files.afterKill())).isEqualTo(state(commit("a", 0, 5)));
            assertThat(recovered(disk.files.afterPowerCut())).isEmpty();
        }
    }

    @Test
    void withDurabilityOsCommitsAreSyncedAfterTheInterval() {
        OffsetLogOptions often = new OffsetLogOptions(Durability.OS, Duration.ofMillis(5), 1 << 20);
        try (OffsetsOnDisk disk = new OffsetsOnDisk(often)) {
            disk.commit(commit("a", 0, 5));

            await().untilAsserted(() ->
                    assertThat(recovered(disk.files.afterPowerCut())).isEqualTo(state(commit("a", 0, 5))));
            disk.commit(commit("a", 0, 6));
            await().untilAsserted(() ->
                    assertThat(recovered(disk.files.afterPowerCut())).isEqualTo(state(commit("a", 0, 6))));
        }
    }

    @Test
    void withDurabilityOsManyCommitsShareTheSyncOfTheirInterval() {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(OS)) {
            int before = disk.files.syncs();
            IntStream.range(0, 1000).forEach(i -> disk.commit(commit("a", 0, i)));
            assertThat(disk.files.syncs()).isEqualTo(before);

            disk.close();
            assertThat(disk.files.syncs()).isEqualTo(before + 1);
            assertThat(recovered(disk.files.afterPowerCut())).isEqualTo(state(commit("a", 0, 999)));
        }
    }

    @Test
    void withDurabilityFsyncACommitSurvivesAPowerCut() {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(FSYNC)) {
            disk.commit(commit("a", 0, 5)).join();

            assertThat(recovered(disk.files.afterPowerCut())).isEqualTo(state(commit("a", 0, 5)));
        }
    }

    @Test
    void commitsThatArriveDuringASyncShareTheNextAndNobodyWaitsInFlush() throws Exception {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(FSYNC)) {
            CountDownLatch syncing = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            disk.files.duringSync(() -> {
                syncing.countDown();
                awaitLatch(go);
            });
            int before = disk.files.syncs();
            CompletableFuture<Void> first = disk.commit(commit("a", 0, 1));
            syncing.await();
            List<CompletableFuture<Void>> others = IntStream.range(0, 100)
                    .mapToObj(i -> disk.commit(commit("a", i, i)))
                    .toList();

            assertThat(first).isNotDone();
            assertThat(others).noneMatch(CompletableFuture::isDone);
            go.countDown();
            others.forEach(CompletableFuture::join);

            assertThat(first).isDone();
            assertThat(disk.files.syncs() - before).isEqualTo(2);
        }
    }

    @Test
    void ofSeveralCommitsForOnePartitionOnlyTheLastIsWritten() {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(OS)) {
            disk.commit(commit("a", 0, 0));
            long one = disk.files.used();
            disk.commit(commit("a", 0, 1));
            long record = disk.files.used() - one;

            List<CompletableFuture<Void>> commits = IntStream.range(0, 100)
                    .mapToObj(i -> disk.log.append(List.of(commit("a", 0, i))))
                    .toList();
            assertThat(commits).noneMatch(CompletableFuture::isDone);
            disk.log.flush();

            assertThat(commits).allMatch(CompletableFuture::isDone);
            assertThat(disk.files.used() - one).isEqualTo(2 * record);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void shortWritesAreContinued(int most) {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(OS)) {
            disk.files.writeAtMost(most);
            disk.commit(commit("a", 0, 1), commit("b", 0, 2), commit("c", 0, 3));
            disk.commit(commit("a", 0, 4));

            assertThat(recovered(disk.files.afterKill()))
                    .isEqualTo(state(commit("a", 0, 4), commit("b", 0, 2), commit("c", 0, 3)));
        }
    }

    @Test
    void afterAFailedWriteNothingIsTakenUntilTheLogIsOpenedAgain() {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(OS);
                LoggedProblems problems = new LoggedProblems(FileOffsetLog.class)) {
            disk.commit(commit("a", 0, 1));
            disk.files.failNext(Operation.WRITE, ".log");

            assertThatThrownBy(() -> disk.commit(commit("a", 0, 2)).join())
                    .hasCauseInstanceOf(StorageFailedException.class)
                    .hasMessageContaining("simulated failure of WRITE")
                    .hasMessageContaining("until the server restarts");
            assertThatThrownBy(() -> disk.commit(commit("b", 0, 3)).join())
                    .hasCauseInstanceOf(StorageFailedException.class);

            assertThat(problems.messages()).singleElement().asString().contains("simulated failure of WRITE");
            disk.reopenOn(disk.files.afterKill());
            assertThat(disk.log.recovered()).isEqualTo(state(commit("a", 0, 1)));
            assertThat(disk.commit(commit("a", 0, 4))).isCompleted();
        }
    }

    @Test
    void aFailedSyncFailsAllThatWaitAndIsNeverRetried() throws Exception {
        try (OffsetsOnDisk disk = new OffsetsOnDisk(FSYNC);
                LoggedProblems problems = new LoggedProblems(FileOffsetLog.class)) {
            disk.commit(commit("a", 0, 1)).join();
            CountDownLatch syncing = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            disk.files.duringSync(() -> {
                syncing.countDown();
                awaitLatch(go);
            });
            disk.files.failNext(Operation.SYNC, ".log");
            CompletableFuture<Void> underWay = disk.commit(commit("a", 0, 2));
            syncing.await();
            CompletableFuture<Void> waiting = disk.commit(commit("a", 0, 3));
            CompletableFuture<Void> queued = disk.log.append(List.of(commit("a", 0, 4)));
            int before = disk.files.syncs();
            go.countDown();

            for (CompletableFuture<Void> failed : List.of(underWay, waiting, queued)) {
                assertThatThrownBy(failed::join).hasCauseInstanceOf(StorageFailedException.class);
            }
            assertThatThrownBy(() -> disk.commit(commit("a", 0, 5)).join())
                    .hasCauseInstanceOf(StorageFailedException.class);
            disk.log.close();

            assertThat(disk.files.syncs()).isEqualTo(before);
            assertThat(problems.messages()).singleElement().asString().contains("simulated failure of SYNC");
            assertThat(recovered(disk.files.afterPowerCut())).isEqualTo(state(commit("a", 0, 1)));
        }
    }

    @Test
    void aFailedSyncInTheBackgroundRefusesWhatComesAfterIt() {
        OffsetLogOptions often = new OffsetLogOptions(Durability.OS, Duration.ofMillis(1), 1 << 20);
        try (OffsetsOnDisk disk = new OffsetsOnDisk(often);
                LoggedProblems problems = new LoggedProblems(FileOffsetLog.class)) {
            disk.files.failNext(Operation.SYNC, ".log");
            disk.commit(commit("a", 0, 1)).join();

            await().untilAsserted(
                            () -> assertThat(disk.commit(commit("a", 0, 2))).isCompletedExceptionally());
            assertThat(problems.messages()).singleElement().asString().contains("simulated failure of SYNC");
        }
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() {
        SimulatedFileSystem files = new SimulatedFileSystem();
        files.failNext(Operation.OPEN, ".log");

        assertThatThrownBy(() -> FileOffsetLog.open(OffsetsOnDisk.DIRECTORY, OS, files))
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining("/data/groups")
                .hasMessageContaining("simulated failure of OPEN");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

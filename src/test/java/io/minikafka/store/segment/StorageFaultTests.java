package io.minikafka.store.segment;

import static io.minikafka.store.segment.StoreOnDisk.FSYNC;
import static io.minikafka.store.segment.StoreOnDisk.OS;
import static io.minikafka.store.segment.StoreOnDisk.P0;
import static io.minikafka.store.segment.StoreOnDisk.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.LoggedProblems;
import io.minikafka.store.AppendResult;
import io.minikafka.store.Bytes;
import io.minikafka.store.DataLossException;
import io.minikafka.store.DiskFullException;
import io.minikafka.store.Message;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.UnknownTopicException;
import io.minikafka.store.file.SimulatedFileSystem;
import io.minikafka.store.file.SimulatedFileSystem.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store does when the disk fails it. */
class StorageFaultTests {
    @Test
    void aFailedWriteIsToldAndStopsThatPartitionOnly() {
        StoreOnDisk disk = new StoreOnDisk(OS);
        TopicPartition other = new TopicPartition(TopicName.of("other"), 0);
        disk.store.createTopic(other.topic(), OS);
        disk.append("a", "b");
        disk.files.failNext(Operation.WRITE, ".log");

        assertThatThrownBy(() -> disk.append("lost"))
                .hasCauseInstanceOf(StorageFailedException.class)
                .hasMessageContaining("simulated failure");
        assertThatThrownBy(() -> disk.append("refused"))
                .hasCauseInstanceOf(StorageFailedException.class)
                .hasMessageContaining("no more messages until the server restarts");

        assertThat(disk.values()).containsExactly("a", "b");
        assertThat(disk.store.append(other, messages("fine")).join().firstOffset())
                .isZero();
        disk.restart();
        assertThat(disk.values()).containsExactly("a", "b");
        assertThat(disk.append("c").firstOffset()).isEqualTo(2);
    }

    @Test
    void aFailedSyncIsNeverRetriedAndNothingOfItIsEverReadable() {
        StoreOnDisk disk = new StoreOnDisk(FSYNC);
        disk.append("a");
        disk.files.failNext(Operation.SYNC, ".log");

        assertThatThrownBy(() -> disk.append("lost")).hasCauseInstanceOf(StorageFailedException.class);
        int syncs = disk.files.syncs();
        assertThatThrownBy(() -> disk.append("refused")).hasCauseInstanceOf(StorageFailedException.class);

        assertThat(disk.files.syncs()).isEqualTo(syncs);
        assertThat(disk.values()).containsExactly("a");
        disk.reopenOn(disk.files.afterKill());
        assertThat(disk.values()).containsExactly("a");
        assertThat(disk.append("b").firstOffset()).isEqualTo(1);
    }

    @Test
    void aFailedSyncOfTheDirectoryCountsLikeOneOfTheFile() {
        StoreOnDisk disk = new StoreOnDisk(FSYNC, new SegmentOptions(StoreLimits.DEFAULT, 1024, 0, 1));
        String large = "x".repeat(900);
        disk.append(large);
        disk.files.failNext(Operation.SYNC_DIRECTORY, "orders/0");

        assertThatThrownBy(() -> disk.append(large)).hasCauseInstanceOf(StorageFailedException.class);

        assertThat(disk.values()).containsExactly(large);
        disk.reopenOn(disk.files.afterKill());
        assertThat(disk.values()).containsExactly(large);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void shortWritesAreContinued(int most) {
        StoreOnDisk disk = new StoreOnDisk(OS);
        disk.files.writeAtMost(most);

        disk.append("a".repeat(500), "b".repeat(500));
        disk.append("c");

        assertThat(disk.values()).containsExactly("a".repeat(500), "b".repeat(500), "c");
        disk.reopenOn(disk.files.afterKill());
        assertThat(disk.values()).containsExactly("a".repeat(500), "b".repeat(500), "c");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void aPowerCutLosesNothingThatWasAcknowledgedWithFsync(long seed) {
        Random random = new Random(seed);
        StoreOnDisk disk = new StoreOnDisk(FSYNC, new SegmentOptions(StoreLimits.DEFAULT, 2048, 0, 1));
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            for (int i = random.nextInt(20); i >= 0; i--) {
                String value = round + "." + i + "x".repeat(random.nextInt(300));
                disk.append(value);
                acknowledged.add(value);
            }
            // Written, but the cut comes before its sync has taken effect.
            CountDownLatch cut = new CountDownLatch(1);
            CountDownLatch syncing = new CountDownLatch(1);
            disk.files.duringSync(() -> {
                syncing.countDown();
                await(cut);
            });
            CompletableFuture<AppendResult> unacknowledged = disk.store.append(P0, messages("unacknowledged"));
            await(syncing);
            SimulatedFileSystem survivors =
                    random.nextBoolean() ? disk.files.afterPowerCut() : disk.files.afterPowerCut(random);
            assertThat(unacknowledged).isNotDone();
            disk.files.duringSync(() -> {});
            cut.countDown();
            unacknowledged.join();

            disk.reopenOn(survivors);
            List<String> values = disk.values();
            assertThat(values).as("seed %d round %d", seed, round).startsWith(acknowledged.toArray(String[]::new));
            assertThat(values.size() - acknowledged.size()).isBetween(0, 1);
            if (values.size() > acknowledged.size()) {
                acknowledged.add("unacknowledged");
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 12, 13, 14, 15, 16, 17})
    void aPowerCutWithDurabilityOsLosesOnlyATail(long seed) {
        StoreOnDisk disk = new StoreOnDisk(OS, new SegmentOptions(StoreLimits.DEFAULT, 2048, 0, 1));
        List<String> written = written(disk, new Random(seed));

        disk.reopenOn(disk.files.afterPowerCut());

        List<String> values = disk.values();
        assertThat(values).as("seed %d", seed).isEqualTo(written.subList(0, values.size()));
        assertThat(values).as("seed %d", seed).hasSizeGreaterThan(30);
        assertThat(disk.append("next").firstOffset()).isEqualTo(values.size());
    }

    /** Which of the bytes that nobody synced are on the disk is the operating system's choice. */
    @ParameterizedTest
    @ValueSource(longs = {20, 21, 22, 23, 24, 25, 26, 27})
    void whatAPowerCutTookWithDurabilityOsIsReportedUnlessItIsTheTail(long seed) {
        Random random = new Random(seed);
        StoreOnDisk disk = new StoreOnDisk(OS, new SegmentOptions(StoreLimits.DEFAULT, 2048, 0, 1));
        List<String> written = written(disk, random);

        disk.reopenOn(disk.files.afterPowerCut(random));

        long end = disk.store.logEndOffset(P0);
        assertThat(disk.values()).as("seed %d", seed).hasSizeGreaterThan(30);
        for (long offset = 0; offset < end; offset++) {
            try {
                assertThat(disk.store.read(P0, offset, 1, 1).messages())
                        .extracting(message -> message.value().toUtf8())
                        .containsExactly(written.get((int) offset));
            } catch (DataLossException e) {
                assertThat(e.firstLost()).isEqualTo(offset);
                assertThat(e.nextReadable()).isBetween(offset + 1, end);
            }
        }
    }

    private static List<String> written(StoreOnDisk disk, Random random) {
        List<String> written = IntStream.range(0, 100)
                .mapToObj(i -> i + "x".repeat(random.nextInt(300)))
                .toList();
        written.subList(0, 50).forEach(disk::append);
        disk.settle();
        written.subList(50, 100).forEach(disk::append);
        return written;
    }

    @Test
    void aKilledProcessLosesNothingThatWasAcknowledgedWithDurabilityOs() {
        StoreOnDisk disk = new StoreOnDisk(OS, new SegmentOptions(StoreLimits.DEFAULT, 2048, 0, 1));
        disk.appendMany("message ", 500);
        List<String> before = disk.values();

        disk.reopenOn(disk.files.afterKill());

        assertThat(disk.values()).hasSize(500).isEqualTo(before);
    }

    @Test
    void aCutOffSyncOfAnUnacknowledgedAppendGivesItsOffsetToTheNextOne() {
        StoreOnDisk disk = new StoreOnDisk(FSYNC);
        disk.append("a");
        SimulatedFileSystem survivors = disk.files.afterPowerCut();

        disk.reopenOn(survivors);

        assertThat(disk.append("b").firstOffset()).isEqualTo(1);
    }

    @Test
    void appendsThatArriveDuringASyncShareTheNext() throws Exception {
        StoreOnDisk disk = new StoreOnDisk(FSYNC);
        CountDownLatch syncing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        disk.files.duringSync(() -> {
            syncing.countDown();
            await(go);
        });
        int before = disk.files.syncs();
        CompletableFuture<AppendResult> first = disk.store.append(P0, messages("first"));
        syncing.await();
        List<CompletableFuture<AppendResult>> others = IntStream.range(0, 100)
                .mapToObj(i -> disk.store.append(P0, messages("m" + i)))
                .toList();

        assertThat(first).isNotDone();
        assertThat(others).noneMatch(CompletableFuture::isDone);
        assertThat(disk.store.logEndOffset(P0)).isZero();
        go.countDown();
        others.forEach(CompletableFuture::join);

        assertThat(first).isDone();
        assertThat(disk.files.syncs() - before).isEqualTo(2);
        assertThat(disk.store.logEndOffset(P0)).isEqualTo(101);
    }

    @Test
    void aTopicDeletedDuringASyncIsGoneQuietlyAndWithoutWaitingForTheSync() throws Exception {
        StoreOnDisk disk = new StoreOnDisk(FSYNC);
        disk.append("a");
        CountDownLatch syncing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        disk.files.duringSync(() -> {
            syncing.countDown();
            await(go);
        });
        CompletableFuture<AppendResult> underWay = disk.store.append(P0, messages("under way"));
        syncing.await();
        CompletableFuture<AppendResult> waiting = disk.store.append(P0, messages("waiting"));

        try (LoggedProblems problems = new LoggedProblems(PartitionLog.class)) {
            disk.store.deleteTopic(StoreOnDisk.TOPIC);
            assertThatThrownBy(waiting::join).hasCauseInstanceOf(UnknownTopicException.class);
            assertThat(underWay).isNotDone();
            go.countDown();
            assertThatThrownBy(underWay::join).hasCauseInstanceOf(UnknownTopicException.class);
            disk.files.duringSync(() -> {});
            disk.store.close();

            assertThat(problems.messages()).isEmpty();
        }
    }

    @Test
    void belowTheFloorAppendsAreRefusedAndReadsGoOnUntilThereIsSpaceAgain() {
        StoreOnDisk disk = new StoreOnDisk(OS, new SegmentOptions(StoreLimits.DEFAULT, 64 << 10, 10_000, 1));
        disk.append("a");
        disk.files.capacity(disk.files.used() + 10_050);

        assertThatThrownBy(() -> disk.store
                        .append(P0, List.of(Message.of(Bytes.wrap(new byte[2 << 20]))))
                        .join())
                .hasCauseInstanceOf(DiskFullException.class)
                .hasMessageContaining("10050")
                .hasMessageContaining("10000");
        assertThatThrownBy(() -> disk.append("also refused, for it needs more than 50 bytes"))
                .hasCauseInstanceOf(DiskFullException.class);
        assertThat(disk.values()).containsExactly("a");
        disk.store.enforceRetention();
        disk.files.capacity(Long.MAX_VALUE);

        assertThat(disk.append("b").firstOffset()).isEqualTo(1);
        assertThat(disk.values()).containsExactly("a", "b");
    }

    @Test
    void aDiskThatIsFullAllTheSameRefusesTakesBackAndGoesOn() {
        StoreOnDisk disk = new StoreOnDisk(FSYNC);
        disk.append("a");
        disk.files.capacity(disk.files.used() + 300);

        assertThatThrownBy(() -> disk.append("b".repeat(200), "c".repeat(200)))
                .hasCauseInstanceOf(DiskFullException.class);
        assertThat(disk.values()).containsExactly("a");
        assertThat(disk.append("small").firstOffset()).isEqualTo(1);
        disk.files.capacity(Long.MAX_VALUE);
        disk.append("b".repeat(200), "c".repeat(200));

        assertThat(disk.values()).containsExactly("a", "small", "b".repeat(200), "c".repeat(200));
        disk.reopenOn(disk.files.afterPowerCut());
        assertThat(disk.values()).containsExactly("a", "small", "b".repeat(200), "c".repeat(200));
    }

    @Test
    void aDiskThatIsFullIsToldWithTheFreeBytesThatWereSeen() {
        StoreOnDisk disk = new StoreOnDisk(OS);
        disk.append("a");
        disk.files.capacity(disk.files.used() + 300);

        assertThatThrownBy(() -> disk.append("b".repeat(200), "c".repeat(200)))
                .hasCauseInstanceOf(DiskFullException.class)
                .hasMessageContaining("The disk has 300 bytes free");
    }

    @Test
    void aSegmentThatCannotBeCreatedRefusesOneAppendAndTheNextTriesAgain() {
        StoreOnDisk disk = new StoreOnDisk(OS, new SegmentOptions(StoreLimits.DEFAULT, 1024, 0, 1));
        String large = "x".repeat(900);
        disk.append(large);
        disk.files.failNext(Operation.OPEN, ".log");

        assertThatThrownBy(() -> disk.append(large)).hasCauseInstanceOf(StorageFailedException.class);

        assertThat(disk.append(large).firstOffset()).isEqualTo(1);
        assertThat(disk.values()).containsExactly(large, large);
    }

    @Test
    void anIndexThatCannotBeWrittenCostsNothingButAScan() {
        StoreOnDisk disk = new StoreOnDisk(OS, new SegmentOptions(StoreLimits.DEFAULT, 1024, 0, 1));
        disk.files.failNext(Operation.RENAME, ".index");
        String large = "x".repeat(900);
        disk.append(large);
        disk.append(large);
        disk.restart();

        assertThat(disk.values()).containsExactly(large, large);
    }

    @Test
    void aTopicWhoseCreationFailsCanBeCreatedLater() {
        StoreOnDisk disk = new StoreOnDisk(OS);
        TopicName other = TopicName.of("other");
        disk.files.failNext(Operation.RENAME, "other");

        assertThatThrownBy(() -> disk.store.createTopic(other, OS))
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining("other");
        assertThat(disk.store.exists(other)).isFalse();
        disk.store.createTopic(other, OS);

        assertThat(disk.store.exists(other)).isTrue();
    }

    @Test
    void aTopicThatCannotBeOpenedIsNotCreatedAndLeavesNothingBehind() throws Exception {
        StoreOnDisk disk = new StoreOnDisk(OS);
        TopicName other = TopicName.of("other");
        int before = disk.files.openFiles();
        disk.files.failNext(Operation.OPEN, "other/2/" + SegmentFormat.fileName(0));

        assertThatThrownBy(() -> disk.store.createTopic(other, OS.withPartitions(4)))
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining("'other' cannot be opened: simulated failure");

        assertThat(disk.store.topics()).containsExactly(StoreOnDisk.TOPIC);
        assertThat(disk.files.openFiles()).isEqualTo(before);
        assertThat(disk.files.list(StoreOnDisk.ROOT.resolve("changing"))).isEmpty();
        disk.store.createTopic(other, OS.withPartitions(4));
        assertThat(disk.files.openFiles()).isEqualTo(before + 4);
        disk.restart();
        assertThat(disk.store.settings(other).partitions()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTopicThatCannotGrowStaysAsItIs(boolean restarted) {
        StoreOnDisk disk = new StoreOnDisk(OS);
        disk.append("a");
        int before = disk.files.openFiles();
        disk.files.failNext(Operation.OPEN, "orders/2/" + SegmentFormat.fileName(0));

        assertThatThrownBy(() -> disk.store.updateTopic(StoreOnDisk.TOPIC, OS.withPartitions(4)))
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining("simulated failure");

        assertThat(disk.files.openFiles()).isEqualTo(before);
        if (restarted) {
            disk.restart();
        }
        assertThat(disk.store.settings(StoreOnDisk.TOPIC)).isEqualTo(OS);
        assertThat(disk.append("b").firstOffset()).isEqualTo(1);
        disk.store.updateTopic(StoreOnDisk.TOPIC, OS.withPartitions(4));
        assertThat(disk.files.openFiles()).isEqualTo(before + 3);
        assertThat(disk.values()).containsExactly("a", "b");
    }

    @Test
    void aTopicThatCannotBeReadHasNoFileOpen() throws Exception {
        StoreOnDisk disk = new StoreOnDisk(OS.withPartitions(3));
        disk.append("a");
        disk.store.close();
        disk.files.replace(
                StoreOnDisk.ROOT.resolve("topics/orders/2").resolve(SegmentFormat.fileName(0)), new byte[100]);
        assertThat(disk.files.openFiles()).isZero();

        disk.reopenOn(disk.files);

        assertThatThrownBy(disk::values)
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining("damaged beyond reading");
        assertThat(disk.files.openFiles()).isZero();
    }

    @Test
    void topicsAndTheirSettingsSurviveAPowerCut() {
        StoreOnDisk disk = new StoreOnDisk(FSYNC);
        TopicSettings changed = FSYNC.withPartitions(3).withRetentionBytes(1_000_000);
        disk.store.updateTopic(StoreOnDisk.TOPIC, changed);
        TopicName deleted = TopicName.of("deleted");
        disk.store.createTopic(deleted, OS);
        disk.store.deleteTopic(deleted);

        disk.reopenOn(disk.files.afterPowerCut());

        assertThat(disk.store.settings(StoreOnDisk.TOPIC)).isEqualTo(changed);
        assertThat(disk.store.topics()).containsExactly(StoreOnDisk.TOPIC);
    }

    @Test
    void oneStoreHoldsItsRootAlone() {
        StoreOnDisk disk = new StoreOnDisk(OS);

        assertThatThrownBy(
                        () -> SegmentedMessageStore.open(StoreOnDisk.ROOT, StoreOnDisk.OPTIONS, disk.files, disk.clock))
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining("/data")
                .hasMessageContaining("another server");
        disk.restart();
        assertThat(disk.store.topics()).containsExactly(StoreOnDisk.TOPIC);
    }
}

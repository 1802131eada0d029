package io.minikafka.store.segment;

import static io.minikafka.store.segment.StoreOnDisk.FSYNC;
import static io.minikafka.store.segment.StoreOnDisk.OS;
import static io.minikafka.store.segment.StoreOnDisk.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.LoggedProblems;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.file.SimulatedFileSystem.Operation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When no directory can be opened for a while, as when the process has no file handle left, nothing stops for good. */
class OutOfFileHandlesTests {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final SegmentOptions ONE_MESSAGE_A_SEGMENT = new SegmentOptions(StoreLimits.DEFAULT, 1024, 0, 1);
    private static final String A = "a".repeat(900);
    private static final String B = "b".repeat(900);
    private static final String C = "c".repeat(900);

    @Test
    void anAppendThatBeginsASegmentIsRefusedAndTheNextOneTaken() {
        StoreOnDisk disk = new StoreOnDisk(FSYNC, ONE_MESSAGE_A_SEGMENT);
        disk.append(A);
        disk.files.failNext(Operation.OPEN_DIRECTORY, "orders/0");
        disk.files.failNext(Operation.OPEN_DIRECTORY, "orders/0");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> disk.append(B))
                    .hasCauseInstanceOf(StorageFailedException.class)
                    .hasMessageContaining("orders-0 cannot be opened: simulated failure");
        }

        assertThat(disk.append(C).firstOffset()).isEqualTo(1);
        assertThat(disk.values()).containsExactly(A, C);
        disk.reopenOn(disk.files.afterPowerCut());
        assertThat(disk.values()).containsExactly(A, C);
        assertThat(disk.append(B).firstOffset()).isEqualTo(2);
    }

    @Test
    void withoutASyncAtOnceAppendsGoOnAndNewSegmentsAreSyncedLater() {
        StoreOnDisk disk = new StoreOnDisk(OS, ONE_MESSAGE_A_SEGMENT);
        disk.append(A);
        disk.append(B);
        disk.files.failNext(Operation.OPEN_DIRECTORY, "orders/0");
        try (LoggedProblems problems = new LoggedProblems(PartitionLog.class)) {
            disk.store.enforceRetention();

            assertThat(problems.messages()).singleElement().asString().contains("New segments are synced later");
        }
        disk.append(C);
        assertThat(disk.values()).containsExactly(A, B, C);

        disk.settle();
        assertThat(StoreOnDisk.values(disk.reopenOn(disk.files.afterPowerCut()).store, P0))
                .containsExactly(A, B);
    }

    @Test
    void nothingIsDeletedWhoseDeletionCannotBeSynced() {
        StoreOnDisk disk = new StoreOnDisk(FSYNC, ONE_MESSAGE_A_SEGMENT);
        disk.append(A);
        disk.append(B);
        disk.clock.advance(HOUR);
        disk.append(C);
        disk.awaitSyncs();
        disk.store.updateTopic(P0.topic(), FSYNC.withRetentionAge(HOUR));
        disk.files.failNext(Operation.OPEN_DIRECTORY, "orders/0");

        disk.store.enforceRetention();
        assertThat(disk.filesEnding(".log")).hasSize(3);
        assertThat(disk.values()).containsExactly(C);

        disk.store.enforceRetention();
        assertThat(disk.filesEnding(".log")).hasSize(1);
        assertThat(disk.values()).containsExactly(C);
    }

    @Test
    void noDirectoryStaysOpen() {
        StoreOnDisk disk = new StoreOnDisk(FSYNC, ONE_MESSAGE_A_SEGMENT);
        disk.append(A);
        disk.append(B);
        disk.settle();
        disk.settle();
        // The active segment.
        assertThat(disk.files.openFiles()).isOne();

        disk.files.failNext(Operation.WRITE, ".log");
        assertThatThrownBy(() -> disk.append(C)).hasCauseInstanceOf(StorageFailedException.class);
        disk.store.close();
        assertThat(disk.files.openFiles()).isZero();
    }
}

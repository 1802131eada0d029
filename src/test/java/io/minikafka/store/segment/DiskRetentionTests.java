package io.minikafka.store.segment;

import static io.minikafka.store.segment.StoreOnDisk.FSYNC;
import static io.minikafka.store.segment.StoreOnDisk.OS;
import static io.minikafka.store.segment.StoreOnDisk.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.StoreLimits;
import io.minikafka.store.file.SimulatedFileSystem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What retention leaves on the disk, and what a restart finds of it. */
class DiskRetentionTests {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void diskHoldsLittleMoreThanTheAgeAsksFor() {
        StoreOnDisk disk = new StoreOnDisk(OS.withRetentionAge(HOUR));
        for (int minute = 0; minute < 300; minute++) {
            disk.append("x".repeat(1000));
            disk.clock.advance(Duration.ofMinutes(1));
            disk.store.enforceRetention();

            long served = disk.values().size();
            long held = disk.store.describe(P0.topic()).partitions().get(0).bytes() / 1000;
            // A tenth of the age in the oldest segment, a tenth in the newest.
            assertThat(held).isLessThanOrEqualTo(served + 8);
        }
        assertThat(disk.values()).hasSize(59);
    }

    @Test
    void anIdleTopicGivesItsSpaceBackAndKeepsItsOffsets() {
        StoreOnDisk disk = new StoreOnDisk(FSYNC.withRetentionAge(HOUR));
        disk.appendMany("message ", 100);
        disk.clock.advance(HOUR);
        disk.store.enforceRetention();

        assertThat(disk.store.describe(P0.topic()).partitions().get(0).bytes()).isEqualTo(SegmentFormat.HEAD_BYTES);
        assertThat(disk.filesEnding(".log")).hasSize(1);
        assertThat(disk.filesEnding(".index")).isEmpty();
        disk.reopenOn(disk.files.afterPowerCut());
        assertThat(disk.store.logStartOffset(P0)).isEqualTo(100);
        assertThat(disk.append("next").firstOffset()).isEqualTo(100);
    }

    @Test
    void whatHasExpiredStaysGoneAfterARestartEvenBeforeItLeavesTheDisk() {
        StoreOnDisk disk = new StoreOnDisk(OS.withRetentionAge(HOUR));
        disk.append("old");
        disk.clock.advance(Duration.ofMinutes(30));
        disk.append("young");
        disk.clock.advance(Duration.ofMinutes(30));

        disk.restart();

        assertThat(disk.values()).containsExactly("young");
        assertThat(disk.store.read(P0, 0, 10, 1000).skipped()).isEqualTo(1);
    }

    @Test
    void aLongerRetentionBringsNothingBackEvenAfterARestart() {
        StoreOnDisk disk = new StoreOnDisk(OS.withRetentionAge(HOUR));
        disk.append("old");
        disk.clock.advance(HOUR);
        disk.append("young");
        disk.store.updateTopic(P0.topic(), OS.withRetentionAge(HOUR.multipliedBy(5)));

        disk.restart();

        assertThat(disk.values()).containsExactly("young");
    }

    @Test
    void theBoundOnBytesHoldsOnTheDisk() {
        StoreOnDisk disk = new StoreOnDisk(OS.withRetentionBytes(1_000_000), StoreOnDisk.OPTIONS);
        for (int i = 0; i < 3000; i++) {
            disk.append("x".repeat(1000));
            if (i % 100 == 0) {
                disk.store.enforceRetention();
                assertThat(disk.files.used()).isLessThan(1_020_000);
            }
        }
        disk.store.enforceRetention();

        assertThat(disk.values()).hasSizeBetween(850, 980);
        assertThat(disk.store.logEndOffset(P0)).isEqualTo(3000);
    }

    @Test
    void aCrashInTheMiddleOfARetentionRunLeavesNoHole() {
        StoreOnDisk disk =
                new StoreOnDisk(FSYNC.withRetentionAge(HOUR), new SegmentOptions(StoreLimits.DEFAULT, 1024, 0, 1));
        disk.appendMany("x".repeat(900), 5);
        disk.awaitSyncs();
        disk.clock.advance(HOUR);
        disk.files.failNext(SimulatedFileSystem.Operation.SYNC_DIRECTORY, "orders/0");
        disk.store.enforceRetention();

        disk.reopenOn(disk.files.afterPowerCut());

        assertThat(disk.values()).isEmpty();
        assertThat(disk.append("next").firstOffset()).isEqualTo(5);
    }

    @Test
    void aCleanRestartReadsNoSegmentButTheirIndexes() {
        StoreOnDisk disk = new StoreOnDisk(OS, new SegmentOptions(StoreLimits.DEFAULT, 16 << 10, 0, 1));
        disk.appendMany("x".repeat(1000), 50);
        List<String> before = disk.values();
        disk.store.close();

        assertThat(disk.filesEnding(".index")).hasSameSizeAs(disk.filesEnding(".log"));
        disk.reopenOn(disk.files);
        assertThat(disk.values()).isEqualTo(before);
        assertThat(disk.append("next").firstOffset()).isEqualTo(50);
        disk.reopenOn(disk.files.afterKill());
        assertThat(disk.values()).hasSize(51).endsWith("next");
    }

    @Test
    void timestampsDoNotGoBackAcrossARestart() {
        StoreOnDisk disk = new StoreOnDisk(OS);
        disk.append("a");
        disk.clock.advance(Duration.ofHours(-2));
        disk.restart();
        disk.append("b");

        assertThat(disk.store.read(P0, 1, 1, 100).messages().get(0).timestamp())
                .isEqualTo(disk.store.read(P0, 0, 1, 100).messages().get(0).timestamp());
    }
}

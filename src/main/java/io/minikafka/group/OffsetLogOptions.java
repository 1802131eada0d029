package io.minikafka.group;

import io.minikafka.store.Durability;
import io.minikafka.store.InvalidArgumentException;
import java.time.Duration;

/**
 * How a {@link FileOffsetLog} treats its disk.
 *
 * @param durability {@link Durability#OS} or {@link Durability#FSYNC}
 * @param syncInterval with {@link Durability#OS} what was written is synced so much later; 1 ms or longer
 * @param compactionBytes logs up to this size are left alone, however little of them still holds; 1 or more
 */
public record OffsetLogOptions(Durability durability, Duration syncInterval, long compactionBytes) {
    /** In the page cache, synced after 1 second; 1 MiB. */
    public static final OffsetLogOptions DEFAULT = new OffsetLogOptions(Durability.OS, Duration.ofSeconds(1), 1 << 20);

    public OffsetLogOptions {
        if (durability != Durability.OS && durability != Durability.FSYNC) {
            throw new InvalidArgumentException("durability of committed offsets", durability.name(), "OS or FSYNC");
        }
        if (syncInterval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new InvalidArgumentException(
                    "sync interval of committed offsets", syncInterval.toString(), "1 ms or longer");
        }
        if (compactionBytes < 1) {
            throw new InvalidArgumentException(
                    "compaction size of committed offsets", compactionBytes + " bytes", "1 byte or more");
        }
    }

    public OffsetLogOptions withDurability(Durability other) {
        return new OffsetLogOptions(other, syncInterval, compactionBytes);
    }
}

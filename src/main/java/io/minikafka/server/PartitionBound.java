package io.minikafka.server;

import com.sun.management.UnixOperatingSystemMXBean;
import io.minikafka.store.BoundedStore;
import io.minikafka.store.MessageStore;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many partitions all topics may have together.
 *
 * @param source where that comes from, for people
 */
record PartitionBound(int most, String source) {
    private static final Logger log = LoggerFactory.getLogger(PartitionBound.class);

    static PartitionBound of(MinikafkaProperties properties) {
        return new PartitionBound(properties.maxPartitions(), "minikafka.max-partitions");
    }

    /** A partition has a file open, and connections need half of what there may be. */
    PartitionBound withinOpenFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? within(os.getMaxFileDescriptorCount())
                : this;
    }

    /** @param files how many the process may have open; not positive where there is no limit */
    PartitionBound within(long files) {
        if (files <= 0 || files / 2 >= most) {
            return this;
        }
        int half = (int) (files / 2);
        log.warn(
                "The process may open {} files: topics may have {} partitions together, half of that, and not the {} of"
                        + " {}; a higher limit (ulimit -n) allows more",
                files,
                half,
                most,
                source);
        return new PartitionBound(half, "half of the " + files + " files that the process may open");
    }

    MessageStore of(MessageStore store) {
        return new BoundedStore(store, most, source);
    }
}

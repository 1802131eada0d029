package io.minikafka.store.segment;

import io.minikafka.store.MessageStore;
import io.minikafka.store.MessageStoreContractTests;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.file.SimulatedFileSystem;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class SegmentedMessageStoreContractTests {
    /** Small segments, so that every test meets several. */
    private static SegmentOptions options(StoreLimits limits) {
        return new SegmentOptions(limits, 4 << 10, 0, 2);
    }

    @Nested
    class OnRealFiles extends MessageStoreContractTests {
        @TempDir
        private Path root;

        @Override
        protected MessageStore open(StoreLimits limits, Clock clock) {
            return SegmentedMessageStore.open(root, options(limits), clock);
        }
    }

    @Nested
    class OnSimulatedFiles extends MessageStoreContractTests {
        @Override
        protected MessageStore open(StoreLimits limits, Clock clock) {
            return SegmentedMessageStore.open(StoreOnDisk.ROOT, options(limits), new SimulatedFileSystem(), clock);
        }
    }
}

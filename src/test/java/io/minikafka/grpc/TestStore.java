package io.minikafka.grpc;

import io.minikafka.group.FileOffsetLog;
import io.minikafka.group.OffsetLog;
import io.minikafka.group.OffsetLogOptions;
import io.minikafka.group.VolatileOffsetLog;
import io.minikafka.store.MessageStore;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import java.nio.file.Path;
import java.time.Clock;

/** What the doors are tested over, a store with its log of commits: it must not matter which. */
public enum TestStore {
    MEMORY {
        @Override
        public MessageStore open(Path root, Clock clock) {
            return new InMemoryMessageStore(LIMITS, clock);
        }

        @Override
        public OffsetLog openOffsets(Path root) {
            return new VolatileOffsetLog();
        }
    },
    FILE {
        @Override
        public MessageStore open(Path root, Clock clock) {
            return SegmentedMessageStore.open(root, new SegmentOptions(LIMITS, 8 << 20, 0, 2), clock);
        }

        @Override
        public OffsetLog openOffsets(Path root) {
            return FileOffsetLog.open(root.resolve("groups"), OffsetLogOptions.DEFAULT);
        }
    };

    public static final StoreLimits LIMITS = StoreLimits.DEFAULT;

    public abstract MessageStore open(Path root, Clock clock);

    /** The log of commits that goes with the store; to be opened after it, and closed before. */
    public abstract OffsetLog openOffsets(Path root);
}

package io.minikafka.grpc;

import io.minikafka.store.MessageStore;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import java.nio.file.Path;
import java.time.Clock;

/** The stores that the door is tested over: it must not matter which. */
public enum TestStore {
    MEMORY {
        @Override
        public MessageStore open(Path root, Clock clock) {
            return new InMemoryMessageStore(LIMITS, clock);
        }
    },
    FILE {
        @Override
        public MessageStore open(Path root, Clock clock) {
            return SegmentedMessageStore.open(root, new SegmentOptions(LIMITS, 8 << 20, 0, 2), clock);
        }
    };

    public static final StoreLimits LIMITS = StoreLimits.DEFAULT;

    public abstract MessageStore open(Path root, Clock clock);
}

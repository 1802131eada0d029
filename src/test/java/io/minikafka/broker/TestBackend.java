package io.minikafka.broker;

import static io.minikafka.broker.Difference.ACCEPTS_BEFORE_STORING;
import static io.minikafka.broker.Difference.EMPTY_GROUPS_STAY;
import static io.minikafka.broker.Difference.EXPIRED_MAY_BE_SERVED;
import static io.minikafka.broker.Difference.FIXED_DURABILITY;
import static io.minikafka.broker.Difference.RESET_WANTS_NO_MEMBERS;
import static io.minikafka.broker.Difference.SHARED;
import static io.minikafka.broker.Difference.SUBSCRIPTIONS_UNKNOWN;
import static io.minikafka.broker.Difference.UNKEYED_REQUESTS_STAY;
import static io.minikafka.broker.Difference.VOLATILE;

import io.minikafka.group.FileOffsetLog;
import io.minikafka.group.OffsetLogOptions;
import io.minikafka.group.VolatileOffsetLog;
import io.minikafka.store.Durability;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import java.nio.file.Path;
import java.util.Set;

/** What a broker may be over: its callers must not have to know, but for the {@link Difference differences}. */
enum TestBackend {
    MEMORY(Durability.MEMORY, VOLATILE, FIXED_DURABILITY) {
        @Override
        Backend open(Path root) {
            return new LocalBackend(clock -> new InMemoryMessageStore(LIMITS, clock), VolatileOffsetLog::new);
        }
    },
    COUNTED(Durability.MEMORY, VOLATILE, FIXED_DURABILITY) {
        @Override
        Backend open(Path root) {
            return new CountedBackend(MEMORY.open(root));
        }
    },
    FILE(Durability.FSYNC) {
        @Override
        Backend open(Path root) {
            return new LocalBackend(
                    clock -> SegmentedMessageStore.open(root, new SegmentOptions(LIMITS, 8 << 20, 0, 2), clock),
                    () -> FileOffsetLog.open(root.resolve("groups"), OffsetLogOptions.DEFAULT));
        }
    },
    KAFKA(
            Durability.CLUSTER,
            SHARED,
            FIXED_DURABILITY,
            ACCEPTS_BEFORE_STORING,
            EXPIRED_MAY_BE_SERVED,
            UNKEYED_REQUESTS_STAY,
            RESET_WANTS_NO_MEMBERS,
            SUBSCRIPTIONS_UNKNOWN,
            EMPTY_GROUPS_STAY) {
        @Override
        Backend open(Path root) {
            return new KafkaBackend(LIMITS);
        }
    };

    private static final StoreLimits LIMITS = new StoreLimits(BrokerCalls.MAX_MESSAGE_BYTES);

    private final Durability durability;
    private final Set<Difference> differences;

    TestBackend(Durability durability, Difference... differences) {
        this.durability = durability;
        this.differences = Set.of(differences);
    }

    boolean has(Difference difference) {
        return differences.contains(difference);
    }

    /** What acknowledging an append to a topic with default settings stands for. */
    Durability durability() {
        return durability;
    }

    /** @param root an empty directory for a backend that wants one */
    abstract Backend open(Path root);
}

package io.minikafka.grpc;

import static io.minikafka.grpc.TestConsumer.joining;
import static io.minikafka.grpc.TestConsumer.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.group.GroupName;
import io.minikafka.group.OffsetCommit;
import io.minikafka.group.OffsetLog;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Members whose server went away, and came back over the same store and the same log of commits. */
class ConsumeAfterRestartTests extends DoorFixture {
    @Override
    void connected() {}

    @Test
    void aGroupGoesOnAtItsCommittedOffsets() {
        store.createTopic(TopicName.of("orders"), TopicSettings.DEFAULT);
        store.append(TopicPartition.of("orders", 0), List.of(Message.utf8("a"), Message.utf8("b"), Message.utf8("c")))
                .join();
        KeptOffsets offsets = new KeptOffsets();
        try (TestDoor first = new TestDoor(store, offsets)) {
            TestConsumer before = TestConsumer.join(first.channel, joining("billing", "orders"))
                    .credit(3);
            assertThat(before.texts(3)).containsExactly("a", "b", "c");
            assertThat(before.acknowledge(upTo("orders", 0, 0))).isEmpty();
        }

        try (TestDoor second = new TestDoor(store, offsets)) {
            assertThat(TestConsumer.join(second.channel, joining("billing", "orders"))
                            .credit(3)
                            .texts(2))
                    .containsExactly("b", "c");
        }
    }

    /** Outlives the broker. */
    private static final class KeptOffsets implements OffsetLog {
        private final Map<GroupName, Map<TopicPartition, Long>> kept = new HashMap<>();

        @Override
        public synchronized Map<GroupName, Map<TopicPartition, Long>> recovered() {
            Map<GroupName, Map<TopicPartition, Long>> copy = new HashMap<>();
            kept.forEach((group, offsets) -> copy.put(group, Map.copyOf(offsets)));
            return copy;
        }

        @Override
        public synchronized CompletableFuture<Void> append(List<OffsetCommit> commits) {
            for (OffsetCommit commit : commits) {
                kept.computeIfAbsent(commit.group(), group -> new HashMap<>()).put(commit.partition(), commit.offset());
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

package io.minikafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.LocalBroker;
import io.minikafka.broker.MemoryBroker;
import io.minikafka.broker.OffsetReset;
import io.minikafka.broker.Placement;
import io.minikafka.broker.SettingsChange;
import io.minikafka.broker.Start;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupDescription.PartitionProgress;
import io.minikafka.group.GroupName;
import io.minikafka.store.Bytes;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class GroupLagMetricsTests {
    private static final GroupName BILLING = GroupName.of("billing");
    private static final String LAG = "minikafka.group.lag";
    private static final String SKIPPED = "minikafka.group.skipped";

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final LocalBroker local = MemoryBroker.create(timer);

    @AfterEach
    void close() {
        local.close();
        timer.shutdownNow();
    }

    private GroupLagMetrics over(Broker broker) {
        return over(broker, 100, 100);
    }

    private GroupLagMetrics over(Broker broker, int maxTopics, int maxGroups) {
        return new GroupLagMetrics(
                broker,
                registry,
                new BoundedTags<>(maxTopics),
                new BoundedTags<>(maxGroups),
                timer,
                Duration.ofMillis(5));
    }

    @Test
    void theLagOfEachPartitionIsPublishedUntilTheGroupIsGone() {
        TopicName orders = TopicName.of("orders");
        local.createTopic(orders, new SettingsChange(2, null, null, null)).join();
        produce(orders, 1);
        produce(orders, 1);
        local.resetOffsets(BILLING, new OffsetReset(orders, Set.of(0, 1), new Start.Earliest()))
                .join();

        try (GroupLagMetrics metrics = over(local)) {
            await().until(() -> series(LAG) == 2 && series(SKIPPED) == 2);
            assertThat(value(LAG, "orders", "0")).isZero();
            assertThat(value(LAG, "orders", "1")).isEqualTo(2);
            assertThat(value(SKIPPED, "orders", "1")).isZero();

            produce(orders, 0);
            await().until(() -> value(LAG, "orders", "0") == 1);

            local.deleteGroup(BILLING).join();
            await().until(() -> series(LAG) == 0 && series(SKIPPED) == 0);
        }
    }

    @Test
    void whileTheBackendDoesNotAnswerThereIsNoNumberAndThenThereIsAgain() {
        OneGroup broker = new OneGroup(local, 1);
        try (GroupLagMetrics metrics = over(broker)) {
            await().until(() -> series(LAG) == 1 && series(SKIPPED) == 1);
            assertThat(value(LAG, "t", "0")).isEqualTo(3);
            assertThat(value(SKIPPED, "t", "0")).isEqualTo(5);

            broker.failure = new BrokerException(BrokerException.Code.UNAVAILABLE, "away");
            await().until(() -> series(LAG) == 0 && series(SKIPPED) == 0);
            broker.failure = null;
            await().until(() -> series(LAG) == 1);
        }
    }

    @Test
    void theSeriesAreBoundedAndTheLogSaysSoOnce(CapturedOutput output) {
        OneGroup broker = new OneGroup(local, GroupLagMetrics.MAX_PARTITIONS + 2);
        try (GroupLagMetrics metrics = over(broker)) {
            await().until(() -> broker.asked.get() > 3);
            assertThat(series(LAG)).isEqualTo(GroupLagMetrics.MAX_PARTITIONS + 1);
            assertThat(value(LAG, "_other", "_other")).isEqualTo(2 * 3);
            assertThat(value(SKIPPED, "_other", "_other")).isEqualTo(2 * 5);
        }
        assertThat(output.toString()).containsOnlyOnce("Consumer groups read more than 1000 partitions");
    }

    @Test
    void topicsAndGroupsBeyondTheBoundAreSummedUnderOneName() {
        for (String topic : List.of("a", "b", "c")) {
            local.createTopic(TopicName.of(topic), new SettingsChange(2, null, null, null))
                    .join();
            produce(TopicName.of(topic), 0);
            produce(TopicName.of(topic), 1);
            for (String group : List.of("billing", "shipping")) {
                local.resetOffsets(
                                GroupName.of(group),
                                new OffsetReset(TopicName.of(topic), Set.of(0, 1), new Start.Earliest()))
                        .join();
            }
        }

        try (GroupLagMetrics metrics = over(local, 1, 1)) {
            await().until(() -> series(LAG) == 4);
            assertThat(value(LAG, "a", "0")).isEqualTo(1);
            assertThat(value(LAG, "a", "1")).isEqualTo(1);
            assertThat(value(LAG, "_other", "_other")).isEqualTo(4);
            assertThat(registry.get(LAG)
                            .tags("group", "_other", "topic", "_other")
                            .gauge()
                            .value())
                    .isEqualTo(6);

            local.deleteGroup(BILLING).join();
            await().until(() -> registry.find(LAG).tags("group", "billing").meter() == null);
        }
    }

    private void produce(TopicName topic, int partition) {
        Message message = new Message(null, Bytes.utf8("m"), List.of());
        local.produce(topic, List.of(message), new Placement.Explicit(List.of(partition)))
                .join();
    }

    private long series(String name) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().equals(name))
                .count();
    }

    private double value(String name, String topic, String partition) {
        return registry.get(name)
                .tags("group", "billing", "topic", topic, "partition", partition)
                .gauge()
                .value();
    }

    /** One group that reads many partitions, and perhaps cannot be asked for. */
    private static final class OneGroup extends DelegatingBroker {
        private final int partitions;
        private final AtomicInteger asked = new AtomicInteger();
        private volatile @Nullable BrokerException failure;

        OneGroup(Broker delegate, int partitions) {
            super(delegate);
            this.partitions = partitions;
        }

        @Override
        public CompletableFuture<List<GroupName>> groups() {
            asked.incrementAndGet();
            BrokerException reason = failure;
            return reason == null
                    ? CompletableFuture.completedFuture(List.of(BILLING))
                    : CompletableFuture.failedFuture(reason);
        }

        @Override
        public CompletableFuture<GroupDescription> describeGroup(GroupName group) {
            List<PartitionProgress> progress = IntStream.range(0, partitions)
                    .mapToObj(partition -> new PartitionProgress(
                            TopicPartition.of("t", partition), OptionalLong.empty(), OptionalLong.of(1), 9, 3, 5))
                    .toList();
            return CompletableFuture.completedFuture(new GroupDescription(group, List.of(), progress));
        }
    }
}

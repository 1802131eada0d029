package io.minikafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.minikafka.store.segment.SegmentOptions;
import io.minikafka.store.segment.SegmentedMessageStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ParameterizedClass
@ValueSource(booleans = {false, true})
@ExtendWith(OutputCaptureExtension.class)
class LogMetricsTests {
    private static final TopicName ORDERS = TopicName.of("orders");
    private static final TopicSettings HOUR = TopicSettings.DEFAULT.withRetentionAge(Duration.ofHours(1));

    @Parameter
    boolean inFiles;

    @TempDir
    Path root;

    private final MutableClock clock = MutableClock.started();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private MessageStore store;

    @BeforeEach
    void open() {
        store = inFiles
                ? SegmentedMessageStore.open(root, SegmentOptions.DEFAULT, clock)
                : new InMemoryMessageStore(StoreLimits.DEFAULT, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private LogMetrics publish(int maxTopics) {
        return new LogMetrics(store, registry, new BoundedTags<>(maxTopics));
    }

    private void append(String topic, int partition, int count) {
        List<Message> messages =
                Stream.generate(() -> Message.utf8("m")).limit(count).toList();
        store.append(TopicPartition.of(topic, partition), messages).join();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double expired(String topic) {
        return registry.get("minikafka.expired")
                .tags("topic", topic)
                .functionCounter()
                .count();
    }

    @Test
    void offsetsAndSizesAreWhatTheStoreSaysWhenSomebodyLooks() {
        store.createTopic(ORDERS, HOUR.withPartitions(2));
        append("orders", 1, 3);
        publish(100);
        assertThat(gauge("minikafka.log.end.offset", "topic", "orders", "partition", "0"))
                .isZero();
        assertThat(gauge("minikafka.log.end.offset", "topic", "orders", "partition", "1"))
                .isEqualTo(3);
        append("orders", 1, 4);
        assertThat(gauge("minikafka.log.end.offset", "topic", "orders", "partition", "1"))
                .isEqualTo(7);
        long described = store.describe(ORDERS).partitions().stream()
                .mapToLong(partition -> partition.bytes())
                .sum();
        assertThat(gauge("minikafka.log.size", "topic", "orders")).isEqualTo(described);
    }

    @Test
    void whatLeavesByRetentionIsCountedFromWhenTheServiceStarted() {
        store.createTopic(ORDERS, HOUR);
        append("orders", 0, 5);
        clock.advance(Duration.ofHours(2));
        publish(100);
        append("orders", 0, 2);
        assertThat(expired("orders")).isZero();

        clock.advance(Duration.ofMinutes(59));
        append("orders", 0, 1);
        clock.advance(Duration.ofMinutes(2));
        assertThat(expired("orders")).isEqualTo(2);
        assertThat(gauge("minikafka.log.start.offset", "topic", "orders", "partition", "0"))
                .isEqualTo(7);
    }

    @Test
    void topicsComeAndGoWithTheirSeries() {
        publish(100);
        store.createTopic(ORDERS, HOUR);
        append("orders", 0, 1);
        assertThat(gauge("minikafka.log.end.offset", "topic", "orders")).isEqualTo(1);
        store.updateTopic(ORDERS, HOUR.withPartitions(3));
        assertThat(registry.find("minikafka.log.end.offset").gauges()).hasSize(3);

        store.deleteTopic(ORDERS);
        assertThat(registry.find("minikafka.log.end.offset").gauges()).isEmpty();
        assertThat(registry.find("minikafka.log.start.offset").gauges()).isEmpty();
        assertThat(registry.find("minikafka.log.size").gauges()).isEmpty();
        assertThat(registry.find("minikafka.expired").functionCounters()).isEmpty();
    }

    @Test
    void topicsBeyondTheBoundAreSummedAndTheirSumOfExpiredNeverGoesBack() {
        publish(1);
        for (String topic : List.of("orders", "payments", "refunds")) {
            store.createTopic(TopicName.of(topic), HOUR);
            append(topic, 0, 2);
        }
        double size = Stream.of("payments", "refunds")
                .mapToLong(topic -> store.sizeInBytes(TopicPartition.of(topic, 0)))
                .sum();
        assertThat(gauge("minikafka.log.size", "topic", "_other")).isEqualTo(size);
        assertThat(registry.find("minikafka.log.end.offset").gauges()).hasSize(1);

        clock.advance(Duration.ofHours(2));
        assertThat(expired("_other")).isEqualTo(4);
        store.deleteTopic(TopicName.of("payments"));
        assertThat(expired("_other")).isEqualTo(4);
    }

    @Test
    void offsetsOfTooManyPartitionsAreNotPublishedAndTheLogSaysSoOnce(CapturedOutput output) {
        // In files this would take a thousand directories, and the bound is the same.
        org.junit.jupiter.api.Assumptions.assumeFalse(inFiles);
        publish(100);
        store.createTopic(ORDERS, HOUR.withPartitions(LogMetrics.MAX_PARTITIONS + 1));
        store.createTopic(TopicName.of("payments"), HOUR);
        assertThat(registry.find("minikafka.log.end.offset").gauges()).hasSize(LogMetrics.MAX_PARTITIONS);
        assertThat(output.toString()).containsOnlyOnce("Topics have more than 1000 partitions");
        store.deleteTopic(ORDERS);
        store.updateTopic(TopicName.of("payments"), HOUR.withPartitions(2));
        assertThat(registry.find("minikafka.log.end.offset").gauges()).hasSize(2);
    }

    @Test
    void syncsOfTheDiskAreTimed() {
        publish(100);
        store.createTopic(ORDERS, HOUR);
        append("orders", 0, 1);
        append("orders", 0, 1);
        assertThat(registry.get("minikafka.fsync").timer().count()).isEqualTo(inFiles ? 2 : 0);
    }

    @Test
    void readsThatFindMessagesAreTimed() {
        store.createTopic(ORDERS, HOUR);
        append("orders", 0, 1);
        MessageStore measured = new MeasuredStore(store, registry);
        measured.read(TopicPartition.of("orders", 0), 0, 10, 1_000);
        measured.read(TopicPartition.of("orders", 0), 1, 10, 1_000);
        assertThat(registry.get("minikafka.fetch").timer().count()).isEqualTo(1);
    }
}

package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.broker.SettingsChange;
import io.minikafka.store.Bytes;
import io.minikafka.store.Message;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicSettings;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A topic that is deleted and made again, with other partitions, while it is produced to. */
class RecreatedTopicTests {
    private final TopicName topic = TopicName.of("t" + UUID.randomUUID());
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final KafkaBroker broker = new KafkaBroker(
            KafkaSettings.of(TestCluster.shared().bootstrapServers()),
            new BrokerOptions(TopicSettings.DEFAULT, true),
            StoreLimits.DEFAULT,
            ClientListener.NONE,
            task -> new Thread(task).start(),
            timer);

    @AfterEach
    void close() {
        broker.close();
        timer.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "1, 8", "2, 2"})
    void whatIsProducedAfterwardsGoesToPartitionsThatAreThere(int before, int after) {
        create(before);
        produceKeys(50);
        get(broker.deleteTopic(topic));
        create(after);

        produceKeys(50);

        assertThat(get(broker.describeTopic(topic)).partitions().stream()
                        .mapToLong(partition -> partition.logEndOffset())
                        .sum())
                .isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({"1, 4"})
    void whatIsProducedAfterATopicHasGrownGoesWhereItsKeysBelong(int before, int after) {
        create(before);
        produceKeys(50);
        get(broker.updateTopic(topic, new SettingsChange(after, null, null, null)));

        for (int i = 0; i < 50; i++) {
            ProduceResult result = produce("key" + i);
            assertThat(result.runs().get(0).partition())
                    .isEqualTo(io.minikafka.store.KeyPartitioner.partitionFor(Bytes.utf8("key" + i), after));
        }
    }

    private void create(int partitions) {
        get(broker.createTopic(topic, new SettingsChange(partitions, null, null, null)));
    }

    private void produceKeys(int count) {
        for (int i = 0; i < count; i++) {
            produce("key" + i);
        }
    }

    private ProduceResult produce(String key) {
        return get(broker.produce(
                topic, java.util.List.of(Message.of(Bytes.utf8(key), Bytes.utf8("value"))), Placement.BY_KEY));
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            // Less than a delivery may take before it fails.
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("No result", e);
        }
    }
}

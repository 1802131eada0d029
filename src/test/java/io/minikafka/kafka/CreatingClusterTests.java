package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.store.Message;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A cluster that itself creates whatever topic a producer asks for, as Kafka does unless told otherwise. */
class CreatingClusterTests {
    private static final TopicName TOPIC = TopicName.of("orders");
    private static final TopicSettings DEFAULTS =
            TopicSettings.DEFAULT.withPartitions(3).withRetentionAge(Duration.ofHours(1));

    @Test
    void topicsAreCreatedByTheServiceOrNotAtAll() throws Exception {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try (TestCluster cluster = TestCluster.start(Map.of("auto.create.topics.enable", "true"));
                Broker creating = broker(cluster, true, timer);
                Broker strict = broker(cluster, false, timer)) {
            BrokerException unknown = BrokerException.in(
                    produce(strict).handle((result, failure) -> failure).get(30, TimeUnit.SECONDS));
            assertThat(unknown).isNotNull();
            assertThat(unknown.code()).isEqualTo(BrokerException.Code.UNKNOWN_TOPIC);
            assertThat(creating.topics().get(30, TimeUnit.SECONDS)).isEmpty();

            produce(creating).get(30, TimeUnit.SECONDS);

            TopicSettings created =
                    creating.describeTopic(TOPIC).get(30, TimeUnit.SECONDS).settings();
            assertThat(created).isEqualTo(DEFAULTS.withDurability(created.durability()));
        } finally {
            timer.shutdownNow();
        }
    }

    private static CompletableFuture<ProduceResult> produce(Broker broker) {
        return broker.produce(TOPIC, List.of(Message.utf8("a")), Placement.BY_KEY);
    }

    private static Broker broker(TestCluster cluster, boolean autoCreateTopics, ScheduledThreadPoolExecutor timer) {
        return new KafkaBroker(
                KafkaSettings.of(cluster.bootstrapServers()),
                new BrokerOptions(DEFAULTS, autoCreateTopics),
                StoreLimits.DEFAULT,
                ClientListener.NONE,
                task -> new Thread(task).start(),
                timer);
    }
}

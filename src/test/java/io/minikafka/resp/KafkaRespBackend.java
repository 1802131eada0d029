package io.minikafka.resp;

import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerOptions;
import io.minikafka.kafka.ClientListener;
import io.minikafka.kafka.KafkaBroker;
import io.minikafka.kafka.KafkaSettings;
import io.minikafka.kafka.TestCluster;
import io.minikafka.store.MutableClock;
import io.minikafka.store.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;

/** A Kafka cluster of the tests' own, since they use the same names again and again; emptied between them. */
final class KafkaRespBackend implements RespBackend {
    private final TestCluster cluster;

    KafkaRespBackend(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** One cluster for all tests that leave it running. */
    static KafkaRespBackend shared() {
        return new KafkaRespBackend(Shared.CLUSTER);
    }

    private static final class Shared {
        private static final TestCluster CLUSTER = TestCluster.start(Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(CLUSTER::close));
        }
    }

    @Override
    public TestRespDoor open(Path root, MutableClock clock, TestRespDoor.Settings settings) {
        return open(settings, Map.of());
    }

    /** @param producer settings of the producer */
    TestRespDoor open(TestRespDoor.Settings settings, Map<String, Object> producer) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        timer.setRemoveOnCancelPolicy(true);
        Map<String, Object> address = Map.of("bootstrap.servers", cluster.bootstrapServers());
        // Members hear of each other within a heartbeat, and of new topics when what they know is so old; none is given
        // up for being slow.
        Map<String, Object> consumer = new HashMap<>(address);
        consumer.putAll(Map.of("heartbeat.interval.ms", 50, "session.timeout.ms", 60_000, "metadata.max.age.ms", 200));
        Map<String, Object> all = new HashMap<>(address);
        all.putAll(producer);
        KafkaBroker broker = new KafkaBroker(
                new KafkaSettings(all, consumer, address, KafkaSettings.CLUSTER_DEFAULT, Duration.ofSeconds(10), 100),
                new BrokerOptions(
                        TopicSettings.DEFAULT.withPartitions(settings.partitions),
                        settings.autoCreateTopics,
                        settings.groups),
                settings.limits,
                ClientListener.NONE,
                task -> new Thread(task).start(),
                timer);
        // Until it has heard of the cluster, waits that end are told that it is away.
        await().until(() -> !broker.cluster().isAway());
        return new TestRespDoor(broker, timer::shutdownNow, settings);
    }

    @Override
    public void close() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            List<String> groups = admin.listGroups().all().get().stream()
                    .map(GroupListing::groupId)
                    .toList();
            admin.deleteConsumerGroups(groups).all().get();
            admin.deleteTopics(admin.listTopics().names().get()).all().get();
            // The broker may learn of it later than the controller: what uses the names again must not find them.
            await().until(() -> admin.listTopics().names().get().isEmpty());
        } catch (Exception e) {
            throw new AssertionError("The cluster could not be emptied", e);
        }
    }

    @Override
    public String toString() {
        return "KAFKA";
    }
}

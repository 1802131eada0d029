package io.minikafka.broker;

import static org.awaitility.Awaitility.await;

import io.minikafka.kafka.ClientListener;
import io.minikafka.kafka.KafkaBroker;
import io.minikafka.kafka.KafkaSettings;
import io.minikafka.kafka.TestCluster;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;

/** The cluster that tests share, with a real clock. */
final class KafkaBackend implements Backend {
    private final StoreLimits limits;
    private final String cluster = TestCluster.shared().bootstrapServers();

    KafkaBackend(StoreLimits limits) {
        this.limits = limits;
    }

    @Override
    public Broker broker(BrokerOptions options, ScheduledExecutorService timer) {
        KafkaBroker broker = new KafkaBroker(
                settings(), options, limits, ClientListener.NONE, KafkaBackend::onAThreadOfItsOwn, timer);
        // Until it has heard of the cluster, waits that end are told that it is away.
        await().until(() -> !broker.cluster().isAway());
        return broker;
    }

    /**
     * Members hear of each other within a heartbeat, and of new topics when metadata is that old; none is given up for
     * being slow.
     */
    private KafkaSettings settings() {
        KafkaSettings plain = KafkaSettings.of(cluster);
        Map<String, Object> consumer = new HashMap<>(plain.consumer());
        consumer.put("heartbeat.interval.ms", 50);
        consumer.put("session.timeout.ms", 60_000);
        consumer.put("metadata.max.age.ms", 200);
        return new KafkaSettings(
                plain.producer(),
                consumer,
                plain.admin(),
                plain.replicationFactor(),
                plain.requestTimeout(),
                plain.maxReaders());
    }

    private static void onAThreadOfItsOwn(Runnable task) {
        Thread thread = new Thread(task, "kafka-task");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void expire(TopicPartition partition) {
        var tp = new org.apache.kafka.common.TopicPartition(partition.topic().value(), partition.partition());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster))) {
            // -1: all there is. What retention does, without waiting for it.
            admin.deleteRecords(Map.of(tp, RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    @Override
    public long now() {
        return System.currentTimeMillis();
    }

    @Override
    public void waitUntil(long timestamp) {
        await().until(() -> System.currentTimeMillis() >= timestamp);
    }

    @Override
    public void restart() {
        // The cluster lives on.
    }

    @Override
    public void close() {
        // The cluster is everybody's.
    }
}

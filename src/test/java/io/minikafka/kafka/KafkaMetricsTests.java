package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

class KafkaMetricsTests {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final KafkaMetrics metrics = new KafkaMetrics(registry);
    // Making a client does not connect.
    private final KafkaClients clients = new KafkaClients(KafkaSettings.of("127.0.0.1:9"), metrics);

    @Test
    void clientsArePublishedWhileTheyAreOpen() {
        Producer<?, ?> producer = clients.producer();
        Admin admin = clients.admin();
        assertThat(published()).containsExactly("admin", "producer");
        assertThat(registry.get("kafka.producer.connection.count").gauge().value())
                .isZero();

        clients.closing(producer);
        producer.close(Duration.ZERO);
        clients.closing(admin);
        admin.close(Duration.ZERO);
        assertThat(published()).isEmpty();
    }

    @Test
    void ofManyConsumersSomeArePublishedAndAllAreCounted() {
        List<Consumer<byte[], byte[]>> consumers = new ArrayList<>();
        for (int i = 0; i < KafkaMetrics.MAX_CONSUMERS + 3; i++) {
            consumers.add(clients.consumer(Map.of()));
        }
        assertThat(published()).hasSize(KafkaMetrics.MAX_CONSUMERS);
        assertThat(consumers()).isEqualTo(KafkaMetrics.MAX_CONSUMERS + 3);

        close(consumers.remove(2));
        assertThat(published()).hasSize(KafkaMetrics.MAX_CONSUMERS - 1).doesNotContain("consumer-2");
        consumers.add(clients.consumer(Map.of()));
        assertThat(published()).hasSize(KafkaMetrics.MAX_CONSUMERS).contains("consumer-2");

        consumers.forEach(this::close);
        assertThat(published()).isEmpty();
        assertThat(consumers()).isZero();
    }

    private void close(Consumer<byte[], byte[]> consumer) {
        clients.closing(consumer);
        consumer.close();
    }

    private double consumers() {
        return registry.get("minikafka.kafka.consumers").gauge().value();
    }

    private Set<String> published() {
        Set<String> names = new TreeSet<>();
        for (Meter meter : registry.getMeters()) {
            String client = meter.getId().getTag("client");
            if (client != null) {
                names.add(client);
            }
        }
        return names;
    }
}

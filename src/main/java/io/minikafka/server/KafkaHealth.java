package io.minikafka.server;

import io.minikafka.kafka.ClusterWatch;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while the cluster answers. Asks nothing itself, so that a probe never waits. */
final class KafkaHealth extends AbstractHealthIndicator {
    private final ClusterWatch cluster;
    private final BackendDescription description;

    KafkaHealth(ClusterWatch cluster, BackendDescription description) {
        this.cluster = cluster;
        this.description = description;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.withDetail("kafka", description.text());
        cluster.cluster()
                .ifPresentOrElse(
                        answered -> builder.up()
                                .withDetail("cluster", answered.id())
                                .withDetail("nodes", answered.nodes()),
                        () -> builder.down().withDetail("reason", cluster.reason()));
    }
}

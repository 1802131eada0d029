package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TestClusterTests {
    @Test
    void aStoppedBrokerComesBackAtTheSameAddress() throws Exception {
        try (TestCluster cluster = TestCluster.start(Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            String before = cluster.bootstrapServers();
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);

            cluster.stopBroker();
            cluster.startBroker();

            assertThat(cluster.bootstrapServers()).isEqualTo(before);
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }
}

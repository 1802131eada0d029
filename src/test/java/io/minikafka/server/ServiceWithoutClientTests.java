package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.MessagingClient;
import io.minikafka.client.autoconfigure.MinikafkaClientProperties;
import io.minikafka.client.spring.MinikafkaListenerRegistry;
import io.minikafka.client.spring.MinikafkaOperations;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;

/** The client's auto-configuration is on the service's class path, too. */
class ServiceWithoutClientTests {
    @Test
    void theServiceHasNothingOfTheClient() {
        try (RunningServer server = RunningServer.start("--minikafka.root-dir=")) {
            ApplicationContext context = server.context();
            assertThat(context.getBeanNamesForType(MessagingClient.class)).isEmpty();
            assertThat(context.getBeanNamesForType(MinikafkaOperations.class)).isEmpty();
            assertThat(context.getBeanNamesForType(MinikafkaListenerRegistry.class))
                    .isEmpty();
            assertThat(context.getBeanNamesForType(MinikafkaClientProperties.class))
                    .isEmpty();
            assertThat(context.containsBean("minikafkaHealthContributor")).isFalse();
        }
    }
}

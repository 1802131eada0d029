package io.minikafka.client.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.Credentials;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.ProducerMessage;
import io.minikafka.group.GroupName;
import io.minikafka.security.Authenticator;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The example of docs/clients.md, word for word but for the port. */
class RedisExampleTests {
    /** Compiled only: there is no service at that address. */
    void example() {
        try (MessagingClient client = RedisMinikafkaClient.builder("localhost:6380")
                .credentials(Credentials.password("default", "secret"))
                .build()) {
            client.producer("orders").send(ProducerMessage.utf8("customer-7", "two coffees"));
            try (GroupConsumer consumer = client.join(GroupSubscription.of("billing", "orders"))) {
                List<ConsumedMessage> messages = consumer.poll(Duration.ofSeconds(5));
                messages.forEach(message -> System.out.println(message.text()));
                consumer.acknowledge(messages);
            }
        }
    }

    @Test
    void itDoesWhatItSays() {
        try (TestRedisDoor door = new TestRedisDoor(Authenticator.ofPassword("secret"), UnaryOperator.identity());
                MessagingClient client = RedisMinikafkaClient.builder(door.target())
                        .credentials(Credentials.password("default", "secret"))
                        .build()) {
            client.producer("orders").send(ProducerMessage.utf8("customer-7", "two coffees"));
            try (GroupConsumer consumer = client.join(GroupSubscription.of("billing", "orders"))) {
                List<ConsumedMessage> messages = consumer.poll(Duration.ofSeconds(30));
                assertThat(messages).extracting(ConsumedMessage::text).containsExactly("two coffees");
                consumer.acknowledge(messages);
            }
            assertThat(door.broker()
                            .describeGroup(GroupName.of("billing"))
                            .join()
                            .partitions())
                    .allMatch(progress -> progress.lag() == 0);
        }
    }
}

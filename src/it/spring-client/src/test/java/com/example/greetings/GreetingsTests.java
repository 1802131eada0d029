package com.example.greetings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.test.EmbeddedMinikafka;
import io.minikafka.test.EmbeddedMinikafkaServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@EmbeddedMinikafka(topics = "greetings", retentionTime = "1h")
class GreetingsTests {
    @Autowired
    Greeter greeter;

    @Autowired
    Guests guests;

    @Test
    void whoIsGreetedHearsIt() {
        greeter.greet("Ada").join();
        await().untilAsserted(() -> assertThat(guests.greetings()).contains(new Greeting("Ada", "Hello, Ada")));
    }

    @Test
    void aGreetingIsForgottenAfterAnHour(EmbeddedMinikafkaServer server) {
        greeter.greet("Grace").join();
        server.advance(Duration.ofHours(1));
        var greetings =
                server.client().topics().describe("greetings").partitions().get(0);
        assertThat(greetings.logStartOffset())
                .isEqualTo(greetings.logEndOffset())
                .isPositive();
    }

    @Test
    void greetingsGoOnAfterAnOutage(EmbeddedMinikafkaServer server, @Autowired MinikafkaClient client) {
        server.stop();
        var greeted = greeter.greet("Joan");
        server.start();
        assertThat(greeted).succeedsWithin(Duration.ofMinutes(1));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(guests.greetings()).contains(new Greeting("Joan", "Hello, Joan")));
        assertThat(client.groups().list()).contains("guests");
    }
}

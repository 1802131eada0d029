package com.example.greetings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.MessagingClient;
import io.minikafka.client.redis.RedisMinikafkaClient;
import io.minikafka.test.EmbeddedMinikafka;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(properties = "minikafka.client.transport=redis")
@EmbeddedMinikafka(redis = true)
class GreetingsOverRedisTests {
    @Autowired
    Greeter greeter;

    @Autowired
    Guests guests;

    @Test
    void whoIsGreetedHearsIt(@Autowired MessagingClient client) {
        assertThat(client).isInstanceOf(RedisMinikafkaClient.class);
        greeter.greet("Ada").join();
        await().untilAsserted(() -> assertThat(guests.greetings()).contains(new Greeting("Ada", "Hello, Ada")));
    }
}

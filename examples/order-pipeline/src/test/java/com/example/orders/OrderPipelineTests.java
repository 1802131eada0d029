package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.test.EmbeddedMinikafka;
import io.minikafka.test.EmbeddedMinikafkaServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;

/** The whole pipeline in one application, with a server of its own: an evening's orders come with its start. */
@SpringBootTest
@ActiveProfiles({"shop", "kitchen", "dead-letters"})
@EmbeddedMinikafka
class OrderPipelineTests {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Autowired
    Kitchen kitchen;

    @Autowired
    DeadLetterDesk desk;

    @Test
    void whatIsOnTheMenuIsCookedOnceAndTheRestAreDeadLetters() {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(desk.orders()).extracting(Order::number).containsExactly(3));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kitchen.cooked())
                        .extracting(Order::number)
                        .containsExactlyInAnyOrder(1, 2, 4, 5, 6));
    }

    @Test
    void theOrdersOfACustomerAreCookedInTheirOrder() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(dishesOf("Ada")).hasSize(2));
        assertThat(dishesOf("Ada")).containsExactly("lentil soup", "apple cake");
    }

    @Test
    void twoCooksShareThePartitions(EmbeddedMinikafkaServer server) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                server.client().groups().describe("kitchen").members())
                        .hasSize(2));
        assertThat(server.client().topics().describe("orders").partitions()).hasSize(4);
    }

    private List<String> dishesOf(String customer) {
        return kitchen.cooked().stream()
                .filter(order -> order.customer().equals(customer))
                .map(Order::dish)
                .toList();
    }
}

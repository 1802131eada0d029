package com.example.orders;

import io.minikafka.client.spring.DeadLetterHeaders;
import io.minikafka.client.spring.MinikafkaListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;

/** Shows the orders that nobody could cook, with the reason. */
@Component
@Profile("dead-letters")
class DeadLetterDesk {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterDesk.class);

    private final List<Order> orders = new CopyOnWriteArrayList<>();

    @MinikafkaListener(topics = OrdersTopic.DEAD_LETTERS, group = "dead-letter-desk")
    void show(@Payload Order order, @Header(DeadLetterHeaders.EXCEPTION_MESSAGE) String reason) {
        orders.add(order);
        log.info("Order {} of {} was given up: {}", order.number(), order.customer(), reason);
    }

    List<Order> orders() {
        return List.copyOf(orders);
    }
}

package com.example.orders;

import io.minikafka.client.spring.AfterRetries;
import io.minikafka.client.spring.MinikafkaListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Two cooks, who are one group: they share the partitions. An order that fails each time becomes a dead letter. */
@Component
@Profile("kitchen")
class Kitchen {
    private static final Logger log = LoggerFactory.getLogger(Kitchen.class);

    private final Menu menu;
    private final List<Order> cooked = new CopyOnWriteArrayList<>();

    Kitchen(Menu menu) {
        this.menu = menu;
    }

    @MinikafkaListener(topics = OrdersTopic.NAME, group = "kitchen", afterRetries = AfterRetries.DEAD_LETTER)
    void julia(Order order) {
        cook("Julia", order);
    }

    @MinikafkaListener(topics = OrdersTopic.NAME, group = "kitchen", afterRetries = AfterRetries.DEAD_LETTER)
    void paul(Order order) {
        cook("Paul", order);
    }

    private void cook(String cook, Order order) {
        menu.require(order.dish());
        cooked.add(order);
        log.info("{} cooks order {}, {} for {}", cook, order.number(), order.dish(), order.customer());
    }

    /** All orders that were cooked, in the order in which they were. */
    List<Order> cooked() {
        return List.copyOf(cooked);
    }
}

package com.example.orders;

import io.minikafka.client.spring.MinikafkaTemplate;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Sends the orders of an evening, of which the kitchen cannot cook one, and ends. */
@Component
@Profile("shop")
class Shop implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(Shop.class);

    static final List<Order> EVENING = List.of(
            new Order(1, "Ada", "lentil soup"),
            new Order(2, "Grace", "mushroom risotto"),
            new Order(3, "Joan", "a bridge"),
            new Order(4, "Ada", "apple cake"),
            new Order(5, "Edith", "mushroom risotto"),
            new Order(6, "Grace", "apple cake"));

    private final MinikafkaTemplate minikafka;

    Shop(MinikafkaTemplate minikafka) {
        this.minikafka = minikafka;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (Order order : EVENING) {
            // The customer is the key, so the orders of each are cooked in their order.
            var stored =
                    minikafka.send(OrdersTopic.NAME, order.customer(), order).join();
            log.info("{} orders {}: partition {}", order.customer(), order.dish(), stored.partition());
        }
    }
}

package com.example.greetings;

import io.minikafka.client.spring.MinikafkaListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Everybody who was greeted. */
@Component
class Guests {
    private static final Logger log = LoggerFactory.getLogger(Guests.class);

    private final List<Greeting> greetings = new CopyOnWriteArrayList<>();

    @MinikafkaListener(topics = "greetings", group = "guests")
    void greeted(Greeting greeting) {
        greetings.add(greeting);
        log.info("{} was greeted: {}", greeting.to(), greeting.text());
    }

    List<Greeting> greetings() {
        return greetings;
    }
}

package com.example.greetings;

import io.minikafka.client.spring.MinikafkaTemplate;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

@Component
class Greeter {
    private final MinikafkaTemplate minikafka;

    Greeter(MinikafkaTemplate minikafka) {
        this.minikafka = minikafka;
    }

    CompletableFuture<?> greet(String name) {
        return minikafka.send("greetings", name, new Greeting(name, "Hello, " + name));
    }
}

package io.minikafka.server;

import io.minikafka.console.ConsoleConfigurer;
import io.minikafka.console.ConsoleController;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Pages for people, over the HTTP API; without that there are none. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(
        name = {"minikafka.http.enabled", "minikafka.console.enabled"},
        matchIfMissing = true)
class ConsoleConfiguration {
    @Bean
    ConsoleConfigurer consoleConfigurer() {
        return new ConsoleConfigurer();
    }

    @Bean
    ConsoleController consoleController(ConsoleConfigurer console) {
        return console.controller();
    }
}

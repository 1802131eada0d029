package io.minikafka.client.autoconfigure;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Application contexts with what the jar's imports name. */
final class Contexts {
    private Contexts() {}

    /** By name, as Spring Boot imports them: conditions are read before a class is loaded. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        SslAutoConfiguration.class,
        MinikafkaClientAutoConfiguration.class,
        MinikafkaTemplateAutoConfiguration.class,
        MinikafkaListenerAutoConfiguration.class,
        MinikafkaHealthContributorAutoConfiguration.class
    })
    static class Imports {}

    static ApplicationContextRunner withoutTarget() {
        return new ApplicationContextRunner().withUserConfiguration(Imports.class);
    }

    static ApplicationContextRunner withTarget(String target) {
        return withoutTarget().withPropertyValues("minikafka.client.target=" + target);
    }
}

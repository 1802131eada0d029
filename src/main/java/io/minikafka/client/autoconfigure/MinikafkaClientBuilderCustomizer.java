package io.minikafka.client.autoconfigure;

import io.minikafka.client.MinikafkaClientBuilder;

/** Beans of this type have the last word on the client of transport grpc before it is made, in their order. */
@FunctionalInterface
public interface MinikafkaClientBuilderCustomizer {
    void customize(MinikafkaClientBuilder builder);
}

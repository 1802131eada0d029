package io.minikafka.client.autoconfigure;

import io.minikafka.client.redis.RedisMinikafkaClientBuilder;

/** Beans of this type have the last word on the client of transport redis before it is made, in their order. */
@FunctionalInterface
public interface RedisMinikafkaClientBuilderCustomizer {
    void customize(RedisMinikafkaClientBuilder builder);
}

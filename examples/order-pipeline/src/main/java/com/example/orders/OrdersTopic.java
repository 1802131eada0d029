package com.example.orders;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.TopicConfig;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Creates the topic, whoever comes first: two cooks can only share more than one partition. */
@Component
class OrdersTopic implements InitializingBean {
    static final String NAME = "orders";
    static final String DEAD_LETTERS = "orders.dlt";

    private static final int PARTITIONS = 4;

    private final MinikafkaClient client;

    OrdersTopic(MinikafkaClient client) {
        this.client = client;
    }

    @Override
    public void afterPropertiesSet() {
        try {
            client.topics().create(NAME, TopicConfig.DEFAULT.withPartitions(PARTITIONS));
        } catch (MinikafkaException failure) {
            if (failure.kind() != MinikafkaException.Kind.ALREADY_EXISTS) {
                throw failure;
            }
        }
    }
}

package io.minikafka.client.spring;

import io.minikafka.client.GroupSubscription;
import java.time.Duration;

/** What a container is to do, all defaults and placeholders resolved. */
record ListenerSettings(
        String id,
        GroupSubscription subscription,
        int concurrency,
        boolean batch,
        AckMode ackMode,
        boolean autoStartup,
        Duration shutdownTimeout) {

    ListenerSettings {
        if (concurrency < 1) {
            throw new IllegalArgumentException("The concurrency is " + concurrency + "; accepted is 1 or more");
        }
    }

    String group() {
        return subscription.group();
    }
}

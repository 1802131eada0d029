package io.minikafka.http;

import io.minikafka.broker.Broker;

/** The broker as the caller of the current request may use it. To be asked on the request's own thread only. */
@FunctionalInterface
public interface CallersBroker {
    Broker get();
}

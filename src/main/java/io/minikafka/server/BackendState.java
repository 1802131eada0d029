package io.minikafka.server;

import org.springframework.boot.availability.AvailabilityState;

/** Whether what is behind the broker answers. Without an event about it, it does. */
enum BackendState implements AvailabilityState {
    THERE,
    AWAY
}

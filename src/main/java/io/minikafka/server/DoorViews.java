package io.minikafka.server;

import io.minikafka.security.BrokerViews;
import io.minikafka.security.Origin.Door;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The broker as the callers of each door may use it, and as what comes through that door is counted. */
final class DoorViews {
    private final Map<Door, BrokerViews> views = new EnumMap<>(Door.class);

    DoorViews(Function<Door, BrokerViews> views) {
        for (Door door : Door.values()) {
            this.views.put(door, views.apply(door));
        }
    }

    BrokerViews of(Door door) {
        return Objects.requireNonNull(views.get(door));
    }
}

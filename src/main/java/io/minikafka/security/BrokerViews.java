package io.minikafka.security;

import io.minikafka.broker.Broker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The broker as each caller may use it. Safe for use by many threads. */
public final class BrokerViews {
    private final Broker broker;
    /** As many as there are users. */
    private final Map<Caller, Broker> views = new ConcurrentHashMap<>();

    public BrokerViews(Broker broker) {
        this.broker = broker;
    }

    /** For callers that may do everything, the broker itself: nothing costs them anything. */
    public Broker of(Caller caller) {
        if (caller.isAdministrator()) {
            return broker;
        }
        Broker view = views.get(caller);
        return view != null ? view : views.computeIfAbsent(caller, each -> new AuthorizingBroker(broker, each));
    }
}

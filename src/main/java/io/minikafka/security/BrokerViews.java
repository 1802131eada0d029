package io.minikafka.security;

import io.minikafka.broker.Broker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The broker as each caller may use it. Safe for use by many threads. */
public final class BrokerViews {
    private final Broker broker;
    private final UnaryOperator<Broker> seen;
    private final Broker whole;
    /** As many as there are users. */
    private final Map<Caller, Broker> views = new ConcurrentHashMap<>();

    public BrokerViews(Broker broker) {
        this(broker, UnaryOperator.identity());
    }

    /** @param seen put around each view: sees what callers ask for, and also what they have no right to */
    public BrokerViews(Broker broker, UnaryOperator<Broker> seen) {
        this.broker = broker;
        this.seen = seen;
        this.whole = seen.apply(broker);
    }

    /** For callers that may do everything, the broker itself: no right costs them anything. */
    public Broker of(Caller caller) {
        if (caller.isAdministrator()) {
            return whole;
        }
        Broker view = views.get(caller);
        return view != null
                ? view
                : views.computeIfAbsent(caller, each -> seen.apply(new AuthorizingBroker(broker, each)));
    }
}

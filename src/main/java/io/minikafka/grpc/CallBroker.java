package io.minikafka.grpc;

import io.grpc.Context;
import io.minikafka.broker.Broker;

/** The broker as the caller of a call may use it. */
final class CallBroker {
    /** Set by {@link CallerInterceptor}. */
    static final Context.Key<Broker> VIEW = Context.key("minikafka-broker");

    private CallBroker() {}

    /**
     * For the call that the current thread serves. What outlives the service's method must ask there and keep the
     * answer.
     *
     * @param other for calls without a caller: where callers must say who they are, one that refuses everything
     */
    static Broker of(Broker other) {
        Broker view = VIEW.get();
        return view == null ? other : view;
    }
}

package io.minikafka.resp;

import io.minikafka.broker.BrokerException;
import io.minikafka.store.StoreException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/**
 * What a failure looks like to a Redis client: a text that begins with a word for the kind of request, since rafka's
 * clients make their error classes of it.
 */
enum RespFailures {
    /** Of a command that produces. */
    PROD,
    /** Of a command that consumes. */
    CONS,
    /** Of any other. */
    ERR;

    private static final System.Logger LOG = System.getLogger(RespFailures.class.getName());

    /** Clients try again when, and only when, they read this. */
    static final String SHUTDOWN = "CONS Server shutdown";

    private static final String INTERNAL = "internal error; the server's log has the reason";

    /** What a client is told, the word for the kind in front. */
    String text(Throwable failure) {
        if (failure instanceof BrokerException e) {
            return text(e);
        }
        if (failure instanceof CompletionException e && e.getCause() != null) {
            return text(e.getCause());
        }
        return name() + " " + reason(failure);
    }

    private String text(BrokerException failure) {
        return switch (failure.code()) {
            case INVALID_ARGUMENT,
                    MESSAGE_TOO_LARGE,
                    UNKNOWN_TOPIC,
                    TOPIC_EXISTS,
                    UNKNOWN_GROUP,
                    OFFSET_OUT_OF_RANGE,
                    FAILED_PRECONDITION,
                    RESOURCE_EXHAUSTED,
                    DATA_LOSS,
                    INTERNAL -> name() + " " + failure.getMessage();
            case UNAVAILABLE -> this == CONS ? SHUTDOWN : name() + " " + failure.getMessage();
            case UNAUTHENTICATED -> "NOAUTH Authentication required.";
            case PERMISSION_DENIED -> "NOPERM " + failure.getMessage();
        };
    }

    /** What happened, without such a word; fit to be shown to clients. */
    static String reason(Throwable failure) {
        if (failure instanceof CompletionException e && e.getCause() != null) {
            return reason(e.getCause());
        }
        if (failure instanceof BrokerException e) {
            return e.getMessage();
        }
        if (failure instanceof StoreException e) {
            // Only the values a door builds itself, such as a topic's name, fail so: what the store does, the broker
            // has translated.
            return e.getMessage();
        }
        if (failure instanceof CancellationException) {
            return "The wait was ended";
        }
        LOG.log(System.Logger.Level.ERROR, "A command failed in a way that nobody foresaw", failure);
        return INTERNAL;
    }
}

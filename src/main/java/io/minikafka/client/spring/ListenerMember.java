package io.minikafka.client.spring;

import io.minikafka.client.Backoff;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.MinikafkaException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member of the group: joins, polls, delivers, acknowledges, and leaves, on one thread. Whatever goes wrong, it joins
 * again, until it is told to stop.
 */
final class ListenerMember implements Runnable {
    private final ListenerRuntime runtime;
    private final Stopping stopping;
    private final Runnable stopAll;
    private final Backoff away = new Backoff();
    private final Backoff redelivery = new Backoff();

    private volatile @Nullable GroupConsumer polled;

    /** @param stopAll called when a failure of the listener is to stop the container */
    ListenerMember(ListenerRuntime runtime, Stopping stopping, Runnable stopAll) {
        this.runtime = runtime;
        this.stopping = stopping;
        this.stopAll = stopAll;
    }

    @Override
    public void run() {
        while (!stopping.begun()) {
            try {
                Duration pause = belong();
                stopping.pause(pause);
            } catch (Throwable unexpected) {
                runtime.report().unexpected("joins again after a failure of its own", unexpected);
                stopping.pause(redelivery.next());
            }
        }
    }

    /** Once {@link Stopping} has begun: ends a wait for messages, and leaves a listener's call alone. */
    void wakeUp() {
        GroupConsumer waiting = polled;
        if (waiting != null) {
            waiting.close();
        }
    }

    /** @return how long to wait before joining again */
    private Duration belong() {
        GroupConsumer consumer;
        try {
            consumer = runtime.client().join(runtime.settings().subscription());
        } catch (MinikafkaException closed) {
            runtime.report().refused(closed);
            return runtime.patience().refused();
        }
        try (consumer) {
            PollDelivery delivery = new PollDelivery(runtime, runtime.acknowledging(consumer), stopping);
            while (true) {
                List<ConsumedMessage> messages;
                try {
                    messages = poll(consumer);
                } catch (MinikafkaException failure) {
                    Duration pause = goOnAfter(failure);
                    if (pause != null) {
                        return pause;
                    }
                    continue;
                }
                if (stopping.begun()) {
                    return Duration.ZERO;
                }
                runtime.report().reached();
                away.reset();
                if (messages.isEmpty()) {
                    continue;
                }
                switch (delivery.deliver(messages)) {
                    case GO_ON -> redelivery.reset();
                    case REJOIN -> {
                        return redelivery.next();
                    }
                    case STOP -> {
                        stopAll.run();
                        return Duration.ZERO;
                    }
                }
            }
        }
    }

    /**
     * Between the two writes of the field, {@link #wakeUp} closes the consumer. Stopping begins before that looks at the
     * field, and is looked at here after the field is written: so one of the two sees the other.
     */
    private List<ConsumedMessage> poll(GroupConsumer consumer) {
        // A listener may have left its thread interrupted, which is no business of polls.
        boolean ignored = Thread.interrupted();
        polled = consumer;
        try {
            return stopping.begun()
                    ? List.of()
                    : consumer.poll(runtime.patience().poll());
        } finally {
            polled = null;
        }
    }

    /** @return how long to wait before joining again; null to poll again */
    private @Nullable Duration goOnAfter(MinikafkaException failure) {
        if (stopping.begun()) {
            return Duration.ZERO;
        }
        switch (failure.kind()) {
            case CANCELLED -> {
                return null;
            }
            case DATA_LOSS -> {
                runtime.report().damaged(failure);
                return null;
            }
            case INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED, CLOSED -> {
                runtime.report().refused(failure);
                return runtime.patience().refused();
            }
            default -> {
                runtime.report().unavailable(failure);
                // A poll that failed has waited already, or is going to fail at once: then not in a loop.
                stopping.pause(away.next().dividedBy(10));
                return null;
            }
        }
    }
}

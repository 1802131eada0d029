package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.MessagingClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What the members of a container share. Safe for use by many threads. */
record ListenerRuntime(
        ListenerSettings settings,
        MessagingClient client,
        ListenerCall method,
        ListenerErrorHandler errorHandler,
        DeadLetters deadLetters,
        ListenerObservations observations,
        ListenerMeters meters,
        ContainerReport report,
        Patience patience) {

    void call(List<ConsumedMessage> messages, int from, int to, Acknowledging acknowledging) throws Throwable {
        if (observations.isNoop()) {
            method.call(messages, from, to, acknowledging);
        } else {
            observations.observe(
                    ListenerCall.part(messages, from, to), () -> method.call(messages, from, to, acknowledging));
        }
    }

    Acknowledging acknowledging(GroupConsumer consumer) {
        Commits commits = new Commits(settings.id(), consumer);
        return switch (settings.ackMode()) {
            case BATCH ->
                new AcknowledgingBatches(commits, settings.subscription().maxPollInterval());
            case RECORD -> new AcknowledgingRecords(commits);
            case MANUAL -> new AcknowledgingByHand(commits);
        };
    }

    /** Waits until they are stored, which the producer's options bound; says in the log what kept them from it. */
    boolean storeDeadLetters(String topic, ListenerFailure failure, Stopping stopping) {
        String what = failure.where() + " could not be stored as dead letter in " + topic + ": ";
        try {
            CompletableFuture<?> stored = deadLetters.send(topic, failure.messages(), failure.group(), failure.cause());
            stopping.await(stored, patience.stored());
            return true;
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause();
            report.redelivery(what + (cause == null ? refused : cause).getMessage());
        } catch (TimeoutException stopped) {
            report.redelivery(what + "the container stops");
        } catch (InterruptedException interrupted) {
            report.redelivery(what + "the thread was interrupted");
        } catch (RuntimeException closed) {
            report.redelivery(what + closed.getMessage());
        }
        return false;
    }
}

package io.minikafka.cli;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.ReadOptions;
import io.minikafka.client.StartPosition;
import io.minikafka.client.Subscription;
import io.minikafka.client.SubscriptionListener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Prints what arrives in partitions of a topic, until told to stop. */
final class Follower implements SubscriptionListener {
    private final Terminal terminal;
    private final LimitedOutput output;
    private final CompletableFuture<Void> done;
    private final AtomicBoolean connectionLost = new AtomicBoolean();

    /** @param done completed by whoever wants it to stop, and by itself when nothing is left to do */
    Follower(Terminal terminal, LimitedOutput output, CompletableFuture<Void> done) {
        this.terminal = terminal;
        this.output = output;
        this.done = done;
    }

    void follow(MinikafkaClient client, String topic, int partition, StartPosition start) {
        Subscription subscription = client.subscribe(topic, start, ReadOptions.DEFAULT.withPartition(partition), this);
        subscription.ended().exceptionally(failure -> {
            done.completeExceptionally(failure);
            return null;
        });
    }

    @Override
    public void onMessages(List<ConsumedMessage> messages) throws IOException {
        connectionLost.set(false);
        if (!output.print(messages)) {
            done.complete(null);
        }
    }

    @Override
    public void onSkipped(long messages) {
        terminal.note(ConsumeCommand.skippedText(messages));
    }

    @Override
    public void onConnectionLost(MinikafkaException cause) {
        if (connectionLost.compareAndSet(false, true)) {
            terminal.note("minikafka: connection lost, trying to get it back: " + cause.getMessage());
        }
    }
}

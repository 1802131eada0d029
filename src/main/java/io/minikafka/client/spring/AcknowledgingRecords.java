package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link AckMode#RECORD}: each at once. */
final class AcknowledgingRecords implements Acknowledging {
    private final Commits commits;
    private List<ConsumedMessage> messages = List.of();

    AcknowledgingRecords(Commits commits) {
        this.commits = commits;
    }

    @Override
    public void polled(List<ConsumedMessage> messages) {
        this.messages = messages;
    }

    @Override
    public @Nullable Acknowledgment of(int from, int to) {
        return null;
    }

    @Override
    public void processed(int from, int to) {
        commits.commit(messages, from, to);
    }

    @Override
    public void settled(int from, int to) {
        commits.commit(messages, from, to);
    }

    @Override
    public void flush() {}
}

package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.MinikafkaException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends acknowledgements, and does not wait for their answers: where one fails, because the partition has moved or the
 * connection broke, the messages come again, to whoever has the partition now. Safe for use by many threads.
 */
final class Commits {
    private static final Log log = LogFactory.getLog(MinikafkaListenerContainer.class);

    private final String listener;
    private final GroupConsumer consumer;

    Commits(String listener, GroupConsumer consumer) {
        this.listener = listener;
        this.consumer = consumer;
    }

    void commit(ConsumedMessage message) {
        try {
            told(consumer.acknowledge(message));
        } catch (MinikafkaException closed) {
            failed(closed);
        }
    }

    void commit(List<ConsumedMessage> messages, int from, int to) {
        if (to - from == 1) {
            commit(messages.get(from));
            return;
        }
        try {
            told(consumer.acknowledge(ListenerCall.part(messages, from, to)));
        } catch (MinikafkaException closed) {
            failed(closed);
        }
    }

    private void told(CompletableFuture<Void> answer) {
        if (log.isDebugEnabled()) {
            CompletableFuture<Void> ignored = answer.whenComplete((done, failure) -> failed(failure));
        }
    }

    private void failed(@Nullable Throwable failure) {
        if (failure != null && log.isDebugEnabled()) {
            log.debug("Listener " + listener + ": an acknowledgement failed, messages come again: " + failure);
        }
    }
}

package io.minikafka.resp;

import io.minikafka.broker.Broker;
import io.minikafka.broker.Placement;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of consecutive commands to one topic, which go to the broker together and share its answer. Nothing about one
 * message can make the broker refuse the others: its name is legal and its size within the limit before it comes here.
 * What remains, a full disk or a topic that is not there, concerns all. (Should the partitions of a topic fare
 * differently, all are told to have failed: what is then sent again may be stored twice, never lost.)
 */
final class ProduceBatch extends PendingReply implements Batch {
    private static final int MOST_MESSAGES = 5_000;
    private static final long MOST_BYTES = 4 << 20;

    private final Broker broker;
    private final Acknowledge acknowledge;
    private final RespStatistics statistics;
    private final TopicName topic;
    private List<Message> messages = new ArrayList<>();
    private long bytes;
    private int count;

    ProduceBatch(
            RespConnection connection,
            Broker broker,
            Acknowledge acknowledge,
            RespStatistics statistics,
            TopicName topic) {
        super(connection);
        this.broker = broker;
        this.acknowledge = acknowledge;
        this.statistics = statistics;
        this.topic = topic;
    }

    boolean takes(TopicName other) {
        return topic.equals(other) && messages.size() < MOST_MESSAGES && bytes < MOST_BYTES;
    }

    void add(Message message) {
        messages.add(message);
        bytes += message.size();
    }

    @Override
    public boolean goesOnWith(Command command) {
        return command.name().equals(ProducerCommands.RPUSHX);
    }

    /** How many messages were handed over. */
    int messages() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void submit() {
        List<Message> handedOver = messages;
        messages = List.of();
        count = handedOver.size();
        connection().replies().handedOver(this);
        Asked.of(() -> acknowledge == Acknowledge.STORED
                        ? broker.produce(topic, handedOver, Placement.BY_KEY)
                        : broker.produce(topic, handedOver, Placement.BY_KEY, this::accept))
                .whenComplete((result, failure) -> end(failure));
    }

    private void accept() {
        connection().deliveries().accepted(count, bytes);
        answer();
    }

    private void answer() {
        int answers = count;
        complete(out -> out.integers(answers, 1));
    }

    private void end(@Nullable Throwable failure) {
        boolean accepted = isReady();
        if (failure == null && !accepted) {
            statistics.messagesProduced.add(count);
            answer();
        } else if (failure == null) {
            connection().deliveries().stored(count, bytes);
        } else if (accepted) {
            connection().deliveries().failed(topic, count, bytes, failure);
        } else {
            refuse(failure);
        }
    }

    private void refuse(Throwable failure) {
        connection().deliveries().refused(topic, count, failure);
        int answers = count;
        String text = RespFailures.PROD.text(failure);
        complete(out -> {
            for (int i = 0; i < answers; i++) {
                out.error(text);
            }
        });
    }
}

package io.minikafka.grpc;

import io.grpc.Channel;
import io.grpc.Status;
import io.minikafka.store.TopicPartition;
import io.minikafka.v1.Acknowledgement;
import io.minikafka.v1.ConsumeRequest;
import io.minikafka.v1.ConsumeRequest.Acknowledge;
import io.minikafka.v1.ConsumeRequest.Credit;
import io.minikafka.v1.ConsumeRequest.Join;
import io.minikafka.v1.ConsumeResponse;
import io.minikafka.v1.ConsumeResponse.Acknowledged;
import io.minikafka.v1.ConsumeResponse.Damaged;
import io.minikafka.v1.ConsumeResponse.Messages;
import io.minikafka.v1.ConsumerServiceGrpc;
import io.minikafka.v1.StoredMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A member of a group as its client sees it; sorts responses by their kind. For one thread. */
public final class TestConsumer {
    final Received<ConsumeRequest, ConsumeResponse> call;
    private final Deque<Messages> responses = new ArrayDeque<>();
    private final Deque<Acknowledged> acknowledged = new ArrayDeque<>();
    private final Deque<Damaged> damaged = new ArrayDeque<>();
    private Set<TopicPartition> assignment = Set.of();

    private TestConsumer(Channel channel, Received<ConsumeRequest, ConsumeResponse> call) {
        this.call = call;
        ConsumerServiceGrpc.newStub(channel).consume(call);
    }

    static TestConsumer open(Channel channel) {
        return new TestConsumer(channel, Received.reading());
    }

    /** Reads nothing until told to. */
    static TestConsumer stalled(Channel channel) {
        return new TestConsumer(channel, Received.stalled());
    }

    /** Has joined, and been told what it got. */
    public static TestConsumer join(Channel channel, Join.Builder join) {
        TestConsumer consumer = open(channel);
        consumer.send(join);
        consumer.assignment = partitions(consumer.call.next());
        return consumer;
    }

    public static Join.Builder joining(String group, String... topics) {
        return Join.newBuilder().setGroup(group).addAllTopics(List.of(topics));
    }

    void send(Join.Builder join) {
        call.send(ConsumeRequest.newBuilder().setJoin(join).build());
    }

    public TestConsumer credit(int messages) {
        call.send(ConsumeRequest.newBuilder()
                .setCredit(Credit.newBuilder().setMessages(messages))
                .build());
        return this;
    }

    /** Sends, and waits for no answer. */
    void acknowledging(Acknowledgement... acknowledgements) {
        call.send(ConsumeRequest.newBuilder()
                .setAcknowledge(Acknowledge.newBuilder().addAllAcknowledgements(List.of(acknowledgements)))
                .build());
    }

    /** What was refused. */
    public List<Acknowledged.Refusal> acknowledge(Acknowledgement... acknowledgements) {
        acknowledging(acknowledgements);
        return acknowledged().getRefusalsList();
    }

    static Acknowledgement upTo(String topic, int partition, long offset) {
        return Acknowledgement.newBuilder()
                .setTopic(topic)
                .setPartition(partition)
                .setOffset(offset)
                .build();
    }

    public static Acknowledgement upTo(Delivered message) {
        return upTo(message.topic(), message.partition(), message.offset());
    }

    Acknowledged acknowledged() {
        return next(acknowledged);
    }

    Damaged damaged() {
        return next(damaged);
    }

    /** The next response with messages. */
    Messages response() {
        return next(responses);
    }

    private <T> T next(Deque<T> kind) {
        while (kind.isEmpty()) {
            sort(call.next());
        }
        return kind.removeFirst();
    }

    /** Takes what has arrived, without waiting. */
    void sortArrived() {
        while (call.waiting() > 0) {
            sort(call.next());
        }
    }

    /** How many messages have arrived that nobody took. */
    int messagesWaiting() {
        sortArrived();
        return responses.stream().mapToInt(Messages::getMessagesCount).sum();
    }

    private void sort(ConsumeResponse response) {
        switch (response.getResponseCase()) {
            case ASSIGNED -> assignment = partitions(response);
            case MESSAGES -> responses.add(response.getMessages());
            case ACKNOWLEDGED -> acknowledged.add(response.getAcknowledged());
            case DAMAGED -> damaged.add(response.getDamaged());
            case RESPONSE_NOT_SET -> throw new AssertionError("An empty response");
        }
    }

    private static Set<TopicPartition> partitions(ConsumeResponse response) {
        if (!response.hasAssigned()) {
            throw new AssertionError("Not an assignment: " + response);
        }
        return response.getAssigned().getPartitionsList().stream()
                .map(partition -> TopicPartition.of(partition.getTopic(), partition.getPartition()))
                .collect(Collectors.toSet());
    }

    /** So many messages; whole responses, so it fails when the last one has more. */
    public List<Delivered> messages(int count) {
        List<Delivered> messages = new ArrayList<>();
        while (messages.size() < count) {
            Messages response = response();
            response.getMessagesList()
                    .forEach(message ->
                            messages.add(new Delivered(response.getTopic(), response.getPartition(), message)));
        }
        if (messages.size() > count) {
            throw new AssertionError(messages.size() + " messages instead of " + count);
        }
        return messages;
    }

    List<String> texts(int count) {
        return messages(count).stream().map(Delivered::text).toList();
    }

    Set<TopicPartition> assignment() {
        sortArrived();
        return assignment;
    }

    /** Waits until it is told of such an assignment. */
    public Set<TopicPartition> awaitAssignment(Predicate<Set<TopicPartition>> wanted) {
        sortArrived();
        while (!wanted.test(assignment)) {
            sort(call.next());
        }
        return assignment;
    }

    /** Half-closes, and waits for the end. */
    public Status leave() {
        call.halfClose();
        return call.status();
    }

    /** A message and where it came from. */
    public record Delivered(String topic, int partition, StoredMessage message) {
        public long offset() {
            return message.getOffset();
        }

        public String text() {
            return message.getValue().toStringUtf8();
        }
    }
}

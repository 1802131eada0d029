package io.minikafka.client;

import com.google.protobuf.Timestamp;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.Start;
import io.minikafka.v1.SubscribeRequest;
import java.time.Duration;
import java.time.Instant;

/** The calls that read one partition. Keeps no position. Safe for use by many threads. */
final class PartitionReader {
    private final Connection connection;
    private final String topic;
    private final ReadOptions options;
    private final MethodDescriptor<PollRequest, Fetch> poll;
    private final MethodDescriptor<SubscribeRequest, Fetch> subscribe;

    PartitionReader(Connection connection, String topic, ReadOptions options) {
        this.connection = connection;
        this.topic = topic;
        this.options = options;
        this.poll = MessageServiceGrpc.getPollMethod().toBuilder(
                        MessageServiceGrpc.getPollMethod().getRequestMarshaller(),
                        new Fetch.Decoder(topic, options.partition()))
                .build();
        this.subscribe = MessageServiceGrpc.getSubscribeMethod().toBuilder(
                        MessageServiceGrpc.getSubscribeMethod().getRequestMarshaller(),
                        new Fetch.Decoder(topic, options.partition()))
                .build();
    }

    String topic() {
        return topic;
    }

    Connection connection() {
        return connection;
    }

    /** Reads once; waits up to {@code maxWait} for a message. Ends when the current gRPC context is cancelled. */
    Fetch poll(StartPosition start, int maxMessages, Duration maxWait) {
        PollRequest request = PollRequest.newBuilder()
                .setTopic(topic)
                .setPartition(options.partition())
                .setStart(encode(start))
                .setMaxMessages(maxMessages)
                .setMaxBytes(options.maxBytes())
                .setMaxWait(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(maxWait.getSeconds())
                        .setNanos(maxWait.getNano()))
                .build();
        return connection.call(poll, request, maxWait);
    }

    Fetch poll(StartPosition start, Duration maxWait) {
        return poll(start, options.maxMessages(), maxWait);
    }

    /**
     * The log end for {@link StartPosition.Latest}, so that nothing appended from now on is missed, whatever happens
     * before the first message; any other position as it is.
     */
    StartPosition pin(StartPosition start) {
        return start instanceof StartPosition.Latest ? StartPosition.offset(offsetOf(start)) : start;
    }

    /** The offset that reading from this position would start at. */
    long offsetOf(StartPosition start) {
        Fetch first = poll(start, 1, Duration.ZERO);
        return first.messages().isEmpty()
                ? first.nextOffset()
                : first.messages().get(0).offset();
    }

    ClientCall<SubscribeRequest, Fetch> subscription() {
        return connection.channel().newCall(subscribe, CallOptions.DEFAULT);
    }

    SubscribeRequest subscribeRequest(StartPosition start) {
        return SubscribeRequest.newBuilder()
                .setTopic(topic)
                .setPartition(options.partition())
                .setStart(encode(start))
                .setMaxMessages(options.maxMessages())
                .setMaxBytes(options.maxBytes())
                .build();
    }

    private static Start encode(StartPosition start) {
        Start.Builder encoded = Start.newBuilder();
        if (start instanceof StartPosition.AtOffset at) {
            encoded.setOffset(at.offset());
        } else if (start instanceof StartPosition.AtTime at) {
            Instant time = at.time();
            encoded.setTimestamp(
                    Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()));
        } else if (start instanceof StartPosition.Latest) {
            encoded.setLatest(Start.Latest.getDefaultInstance());
        } else {
            encoded.setEarliest(Start.Earliest.getDefaultInstance());
        }
        return encoded.build();
    }
}

package io.minikafka.grpc;

import com.google.protobuf.CodedOutputStream;
import io.grpc.stub.StreamObserver;
import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.DamagedMessagesException;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Placement;
import io.minikafka.broker.Start;
import io.minikafka.protocol.MiniKafkaGrpc;
import io.minikafka.protocol.MsgNumber;
import io.minikafka.protocol.Payload;
import io.minikafka.protocol.PollRequest;
import io.minikafka.protocol.PollResponse;
import io.minikafka.protocol.ProduceRequest;
import io.minikafka.store.Message;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What clients of the first minikafka speak. A message's number is its offset in partition 0, plus 1; the protocol
 * carries it in 32 unsigned bits, and a number beyond them is refused rather than wrapped. Topics of several partitions
 * are refused, since these clients would see a part of them only.
 */
public final class CompatibilityService extends MiniKafkaGrpc.MiniKafkaImplBase {
    /** 2^32 - 1 */
    private static final long GREATEST_NUMBER = 0xffff_ffffL;

    private static final int MOST_PAYLOADS = 100_000;
    /** The reply's message number: two tags, a length and five bytes at most. */
    private static final int NUMBER_BYTES = 8;

    private static final Logger log = LoggerFactory.getLogger(CompatibilityService.class);

    private final Broker broker;
    private final ReplyLimits limits;

    public CompatibilityService(Broker broker, ReplyLimits limits) {
        this.broker = broker;
        this.limits = limits;
    }

    @Override
    public void produce(ProduceRequest request, StreamObserver<MsgNumber> caller) {
        UnaryReply.send(
                caller,
                () -> {
                    if (!request.hasTopic()) {
                        throw GrpcFailures.invalidArgument(
                                "The request names no topic; accepted is a name of 1 to 249 characters");
                    }
                    TopicName topic = TopicName.of(request.getTopic().getTopic());
                    Message message =
                            Message.of(ByteStrings.toBytes(request.getPayload().getPayload()));
                    return CallBroker.of(broker).produce(topic, List.of(message), Placement.SOLE);
                },
                result -> number(result.runs().get(0).firstOffset() + 1));
    }

    @Override
    public void poll(PollRequest request, StreamObserver<PollResponse> caller) {
        UnaryReply.send(
                caller,
                () -> {
                    TopicName topic = TopicName.of(request.getTopic());
                    long readFrom = Integer.toUnsignedLong(request.getReadFrom().getMsgNumber());
                    Broker view = CallBroker.of(broker);
                    return view.partitionCount(topic).thenCompose(partitions -> {
                        requireOne(topic, partitions);
                        return poll(view, new TopicPartition(topic, 0), readFrom);
                    });
                },
                reply -> reply);
    }

    private static void requireOne(TopicName topic, int partitions) {
        if (partitions != 1) {
            throw new BrokerException(
                    Code.FAILED_PRECONDITION,
                    "The topic '" + topic + "' has " + partitions
                            + " partitions; this protocol knows none and needs a topic of 1, use minikafka.v1");
        }
    }

    private CompletableFuture<PollResponse> poll(Broker view, TopicPartition partition, long readFrom) {
        // The first protocol's clients poll from 0 or from nothing to get what there is.
        Start start = readFrom == 0 ? new Start.Earliest() : new Start.AtOffset(readFrom - 1);
        int bytes = limits.defaultPollBytes();
        return view.fetch(partition, start, new FetchLimits(MOST_PAYLOADS, bytes), Duration.ZERO)
                .handle((result, failure) -> failure == null
                        ? CompletableFuture.completedFuture(encode(result, readFrom, bytes))
                        : afterFailure(view, partition, readFrom, failure))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<PollResponse> afterFailure(
            Broker view, TopicPartition partition, long readFrom, Throwable failure) {
        BrokerException refused = BrokerException.in(failure);
        if (refused instanceof DamagedMessagesException damaged) {
            // This protocol has no room for the news, and a client would ask for the same number for ever.
            log.warn("Poll passes over damaged messages: {}", damaged.getMessage());
            return poll(view, partition, damaged.nextReadable() + 1);
        }
        if (refused != null && refused.code() == Code.OFFSET_OUT_OF_RANGE && readFrom > 0) {
            // Past the end there is nothing, which is no error here.
            return CompletableFuture.completedFuture(
                    PollResponse.newBuilder().setNewReadFrom(number(readFrom)).build());
        }
        return CompletableFuture.failedFuture(failure);
    }

    private static PollResponse encode(ReadResult result, long readFrom, int maxBytes) {
        PollResponse.Builder reply = PollResponse.newBuilder();
        long bytes = NUMBER_BYTES;
        long next = readFrom;
        for (StoredMessage message : result.messages()) {
            Payload payload = Payload.newBuilder()
                    .setPayload(ByteStrings.of(message.value()))
                    .build();
            bytes += CodedOutputStream.computeMessageSize(PollResponse.PAYLOADS_FIELD_NUMBER, payload);
            boolean first = reply.getPayloadsCount() == 0;
            if (!first && (bytes > maxBytes || message.offset() + 2 > GREATEST_NUMBER)) {
                break;
            }
            reply.addPayloads(payload);
            next = message.offset() + 2;
        }
        return reply.setNewReadFrom(number(next)).build();
    }

    private static MsgNumber number(long number) {
        if (number > GREATEST_NUMBER) {
            throw new BrokerException(
                    Code.OFFSET_OUT_OF_RANGE,
                    "The message number is " + number + "; this protocol carries numbers up to " + GREATEST_NUMBER
                            + ", use minikafka.v1 and offset " + (number - 1));
        }
        return MsgNumber.newBuilder().setMsgNumber((int) number).build();
    }
}

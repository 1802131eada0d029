package io.minikafka.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.minikafka.broker.Broker;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.ProduceResult;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.PollResponse;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.ProduceResponse;
import io.minikafka.v1.ProduceStreamRequest;
import io.minikafka.v1.ProduceStreamResponse;
import io.minikafka.v1.StoredMessage;
import io.minikafka.v1.SubscribeRequest;
import io.minikafka.v1.SubscribeResponse;
import java.util.List;

/** Producing and reading through {@code minikafka.v1}. */
public final class MessageService extends MessageServiceGrpc.MessageServiceImplBase {
    /** Four numbers of up to ten bytes, and their tags. */
    private static final int REPLY_OVERHEAD_BYTES = 44;

    private final Broker broker;
    private final ReplyLimits limits;

    public MessageService(Broker broker, ReplyLimits limits) {
        this.broker = broker;
        this.limits = limits;
    }

    @Override
    public void produce(ProduceRequest request, StreamObserver<ProduceResponse> caller) {
        UnaryReply.send(
                caller,
                () -> broker.produce(
                        TopicName.of(request.getTopic()),
                        MessageConversion.toMessages(request.getMessagesList()),
                        MessageConversion.toPlacement(request.getMessagesList())),
                MessageService::response);
    }

    private static ProduceResponse response(ProduceResult result) {
        ProduceResponse.Builder response =
                ProduceResponse.newBuilder().setDurability(MessageConversion.of(result.durability()));
        for (ProduceResult.Run run : result.runs()) {
            response.addRuns(MessageConversion.of(run));
        }
        return response.build();
    }

    @Override
    public StreamObserver<ProduceStreamRequest> produceStream(StreamObserver<ProduceStreamResponse> caller) {
        return ProducePipeline.open(broker, (ServerCallStreamObserver<ProduceStreamResponse>) caller);
    }

    @Override
    public void poll(PollRequest request, StreamObserver<PollResponse> caller) {
        UnaryReply.send(
                caller,
                () -> {
                    if (request.hasMaxWait()
                            && ProtoTime.toDuration(request.getMaxWait()).isNegative()) {
                        throw GrpcFailures.invalidArgument("max_wait is " + ProtoTime.toDuration(request.getMaxWait())
                                + "; accepted is 0 or more");
                    }
                    return broker.fetch(
                            new TopicPartition(TopicName.of(request.getTopic()), request.getPartition()),
                            MessageConversion.toStart(request.getStart()),
                            new FetchLimits(
                                    limits.messages(request.getMaxMessages()), limits.pollBytes(request.getMaxBytes())),
                            LongPoll.wait(ProtoTime.toDuration(request.getMaxWait())));
                },
                result -> pollResponse(result, limits.pollBytes(request.getMaxBytes())));
    }

    private static PollResponse pollResponse(ReadResult result, int maxBytes) {
        List<StoredMessage> messages = MessageConversion.fitting(result.messages(), maxBytes - REPLY_OVERHEAD_BYTES);
        return PollResponse.newBuilder()
                .addAllMessages(messages)
                .setNextOffset(nextOffset(messages, result))
                .setLogStartOffset(result.logStartOffset())
                .setLogEndOffset(result.logEndOffset())
                .setSkipped(result.skipped())
                .build();
    }

    @Override
    public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> caller) {
        ServerCallStreamObserver<SubscribeResponse> observer = (ServerCallStreamObserver<SubscribeResponse>) caller;
        try {
            int maxBytes = limits.pushBytes(request.getMaxBytes());
            new Subscription(
                            broker,
                            new TopicPartition(TopicName.of(request.getTopic()), request.getPartition()),
                            MessageConversion.toStart(request.getStart()),
                            new FetchLimits(limits.messages(request.getMaxMessages()), maxBytes),
                            observer,
                            result -> subscribeResponse(result, maxBytes))
                    .start();
        } catch (RuntimeException e) {
            observer.onError(GrpcFailures.statusOf(e));
        }
    }

    private static SubscribeResponse subscribeResponse(ReadResult result, int maxBytes) {
        List<StoredMessage> messages = MessageConversion.fitting(result.messages(), maxBytes - REPLY_OVERHEAD_BYTES);
        return SubscribeResponse.newBuilder()
                .addAllMessages(messages)
                .setNextOffset(nextOffset(messages, result))
                .setLogStartOffset(result.logStartOffset())
                .setLogEndOffset(result.logEndOffset())
                .setSkipped(result.skipped())
                .build();
    }

    /** After the last message that fitted. */
    private static long nextOffset(List<StoredMessage> messages, ReadResult result) {
        return messages.isEmpty()
                ? result.nextOffset()
                : messages.get(messages.size() - 1).getOffset() + 1;
    }
}

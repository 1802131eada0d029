package io.minikafka.grpc;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.minikafka.broker.Broker;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.ProduceResult;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.ProduceResponse;
import io.minikafka.v1.ProduceStreamResponse;
import io.minikafka.v1.SubscribeRequest;

/**
 * Producing and reading through {@code minikafka.v1}. The generated service, except that what carries messages is read
 * and written by {@link ProduceBatch} and {@link EncodedMessages}.
 */
public final class MessageService implements BindableService {
    private static final MethodDescriptor<ProduceBatch, ProduceResponse> PRODUCE =
            MessageServiceGrpc.getProduceMethod().toBuilder(
                            ProduceBatch.MARSHALLER,
                            MessageServiceGrpc.getProduceMethod().getResponseMarshaller())
                    .build();
    private static final MethodDescriptor<ProduceBatch, ProduceStreamResponse> PRODUCE_STREAM =
            MessageServiceGrpc.getProduceStreamMethod().toBuilder(
                            ProduceBatch.MARSHALLER,
                            MessageServiceGrpc.getProduceStreamMethod().getResponseMarshaller())
                    .build();
    private static final MethodDescriptor<PollRequest, EncodedMessages> POLL =
            MessageServiceGrpc.getPollMethod().toBuilder(
                            MessageServiceGrpc.getPollMethod().getRequestMarshaller(), EncodedMessages.MARSHALLER)
                    .build();
    private static final MethodDescriptor<SubscribeRequest, EncodedMessages> SUBSCRIBE =
            MessageServiceGrpc.getSubscribeMethod().toBuilder(
                            MessageServiceGrpc.getSubscribeMethod().getRequestMarshaller(), EncodedMessages.MARSHALLER)
                    .build();

    private final Broker broker;
    private final ReplyLimits limits;

    public MessageService(Broker broker, ReplyLimits limits) {
        this.broker = broker;
        this.limits = limits;
    }

    @Override
    public ServerServiceDefinition bindService() {
        ServiceDescriptor generated = MessageServiceGrpc.getServiceDescriptor();
        ServiceDescriptor descriptor = ServiceDescriptor.newBuilder(generated.getName())
                // What reflection tells is the generated schema.
                .setSchemaDescriptor(generated.getSchemaDescriptor())
                .addMethod(PRODUCE)
                .addMethod(PRODUCE_STREAM)
                .addMethod(POLL)
                .addMethod(SUBSCRIBE)
                .build();
        return ServerServiceDefinition.builder(descriptor)
                .addMethod(PRODUCE, ServerCalls.asyncUnaryCall(this::produce))
                .addMethod(PRODUCE_STREAM, ServerCalls.asyncBidiStreamingCall(this::produceStream))
                .addMethod(POLL, ServerCalls.asyncUnaryCall(this::poll))
                .addMethod(SUBSCRIBE, ServerCalls.asyncServerStreamingCall(this::subscribe))
                .build();
    }

    private void produce(ProduceBatch batch, StreamObserver<ProduceResponse> caller) {
        UnaryReply.send(
                caller,
                () -> CallBroker.of(broker).produce(TopicName.of(batch.topic()), batch.messages(), batch.placement()),
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

    private StreamObserver<ProduceBatch> produceStream(StreamObserver<ProduceStreamResponse> caller) {
        return ProducePipeline.open(CallBroker.of(broker), (ServerCallStreamObserver<ProduceStreamResponse>) caller);
    }

    private void poll(PollRequest request, StreamObserver<EncodedMessages> caller) {
        UnaryReply.send(
                caller,
                () -> {
                    if (request.hasMaxWait()
                            && ProtoTime.toDuration(request.getMaxWait()).isNegative()) {
                        throw GrpcFailures.invalidArgument("max_wait is " + ProtoTime.toDuration(request.getMaxWait())
                                + "; accepted is 0 or more");
                    }
                    return CallBroker.of(broker)
                            .fetch(
                                    new TopicPartition(TopicName.of(request.getTopic()), request.getPartition()),
                                    MessageConversion.toStart(request.getStart()),
                                    new FetchLimits(
                                            limits.messages(request.getMaxMessages()),
                                            limits.pollBytes(request.getMaxBytes())),
                                    LongPoll.wait(ProtoTime.toDuration(request.getMaxWait())));
                },
                result -> EncodedMessages.of(result, limits.pollBytes(request.getMaxBytes())));
    }

    private void subscribe(SubscribeRequest request, StreamObserver<EncodedMessages> caller) {
        ServerCallStreamObserver<EncodedMessages> observer = (ServerCallStreamObserver<EncodedMessages>) caller;
        try {
            int maxBytes = limits.pushBytes(request.getMaxBytes());
            new Subscription(
                            CallBroker.of(broker),
                            new TopicPartition(TopicName.of(request.getTopic()), request.getPartition()),
                            MessageConversion.toStart(request.getStart()),
                            new FetchLimits(limits.messages(request.getMaxMessages()), maxBytes),
                            observer,
                            result -> EncodedMessages.of(result, maxBytes))
                    .start();
        } catch (RuntimeException e) {
            observer.onError(GrpcFailures.statusOf(e));
        }
    }
}

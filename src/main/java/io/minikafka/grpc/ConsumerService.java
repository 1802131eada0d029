package io.minikafka.grpc;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.minikafka.broker.Broker;
import io.minikafka.v1.ConsumeRequest;
import io.minikafka.v1.ConsumerServiceGrpc;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reading as a member of a consumer group through {@code minikafka.v1}. The generated service, except that responses
 * are encoded by us. Safe for use by many threads.
 */
public final class ConsumerService implements BindableService {
    public static final String NAME = ConsumerServiceGrpc.SERVICE_NAME;

    private static final MethodDescriptor<ConsumeRequest, byte[]> CONSUME =
            ConsumerServiceGrpc.getConsumeMethod().toBuilder(
                            ConsumerServiceGrpc.getConsumeMethod().getRequestMarshaller(),
                            EncodedBytes.<byte[]>marshaller(bytes -> bytes))
                    .build();

    private final Broker broker;
    private final ReplyLimits limits;
    private final Set<ConsumeStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    public ConsumerService(Broker broker, ReplyLimits limits) {
        this.broker = broker;
        this.limits = limits;
    }

    @Override
    public ServerServiceDefinition bindService() {
        ServiceDescriptor generated = ConsumerServiceGrpc.getServiceDescriptor();
        ServiceDescriptor descriptor = ServiceDescriptor.newBuilder(generated.getName())
                // What reflection tells is the generated schema.
                .setSchemaDescriptor(generated.getSchemaDescriptor())
                .addMethod(CONSUME)
                .build();
        return ServerServiceDefinition.builder(descriptor)
                .addMethod(CONSUME, ServerCalls.asyncBidiStreamingCall(this::consume))
                .build();
    }

    private StreamObserver<ConsumeRequest> consume(StreamObserver<byte[]> caller) {
        ConsumeStream stream = new ConsumeStream(
                CallBroker.of(broker), limits, (ServerCallStreamObserver<byte[]>) caller, open::remove);
        open.add(stream);
        stream.start();
        if (draining) {
            stream.drain();
        }
        return stream;
    }

    /**
     * Ends the streams that are open, and all that come later, with UNAVAILABLE, after the requests they have taken are
     * answered and their members have left. Does not wait for that.
     */
    public void drain() {
        draining = true;
        open.forEach(ConsumeStream::drain);
    }
}

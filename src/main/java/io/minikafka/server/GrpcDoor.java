package io.minikafka.server;

import java.io.IOException;
import java.time.Duration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.grpc.server.GrpcServerFactory;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** The gRPC server's life, as Spring gRPC runs it, but a failure to listen says where. */
final class GrpcDoor extends GrpcServerLifecycle {
    private final ListenAddress address;

    GrpcDoor(
            GrpcServerFactory factory,
            ListenAddress address,
            Duration gracePeriod,
            ApplicationEventPublisher eventPublisher) {
        super(factory, gracePeriod, eventPublisher);
        this.address = address;
    }

    /** Where it listens, with the port the operating system chose if it was asked to. */
    ListenAddress listensOn() {
        return address.withPort(getPort());
    }

    /** Without waiting, so that all doors close at the same time. */
    @Override
    public void stop(Runnable callback) {
        new Thread(
                        () -> {
                            try {
                                stop();
                            } finally {
                                callback.run();
                            }
                        },
                        "minikafka-grpc-stop")
                .start();
    }

    @Override
    public int getPhase() {
        return ShutdownOrder.DOORS;
    }

    @Override
    protected void createAndStartGrpcServer() {
        try {
            super.createAndStartGrpcServer();
        } catch (IOException e) {
            throw new ListenFailedException("minikafka.host", address.toString(), e);
        }
    }
}

package io.minikafka.client;

import io.minikafka.broker.Broker;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.util.function.UnaryOperator;

/** Everything can be had over gRPC. */
final class GrpcFixture implements TransportFixture {
    private final TestServer server;

    GrpcFixture(Settings settings) {
        server = new TestServer(
                new InMemoryMessageStore(settings.limits(), settings.clock()),
                settings.limits(),
                settings.groups(),
                UnaryOperator.identity());
    }

    @Override
    public MessagingClient client() {
        return server.client();
    }

    @Override
    public boolean can(Capability capability) {
        return true;
    }

    @Override
    public Broker broker() {
        return server.broker();
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void close() {
        server.close();
    }
}

package io.minikafka.server;

import io.minikafka.broker.Broker;
import io.minikafka.grpc.ConsumerService;
import org.springframework.context.SmartLifecycle;

/**
 * The first step of a shutdown, before any door closes: ends what only waits, so that a door then waits for calls that
 * have work to finish. Readiness has been refused, and health watchers told, by then.
 */
final class Drain implements SmartLifecycle {
    private final Broker broker;
    private final OpenStreams openStreams;
    private final ConsumerService consumers;
    private volatile boolean running;

    Drain(Broker broker, OpenStreams openStreams, ConsumerService consumers) {
        this.broker = broker;
        this.openStreams = openStreams;
        this.consumers = consumers;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        broker.drain();
        openStreams.end();
        consumers.drain();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return ShutdownOrder.DRAIN;
    }
}

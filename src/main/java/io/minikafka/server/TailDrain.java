package io.minikafka.server;

import io.minikafka.http.Tails;
import org.springframework.context.SmartLifecycle;

/** Ends live tails in the first step of a shutdown, so that the web server has no reason to wait for them. */
final class TailDrain implements SmartLifecycle {
    private final Tails tails;
    private volatile boolean running;

    TailDrain(Tails tails) {
        this.tails = tails;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        tails.drain();
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

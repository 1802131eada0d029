package io.minikafka.grpc;

import io.grpc.ServerCall;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens to a call before it is known whether there will be one, and tells it then. That is little: no
 * request arrives before the service asks for one. Events come one after the other, the start on any thread.
 */
final class DelayedCall<Q> extends ServerCall.Listener<Q> {
    private final Queue<Consumer<ServerCall.Listener<Q>>> heard = new ArrayDeque<>();
    private volatile ServerCall.@Nullable Listener<Q> started;
    private boolean over;

    /** Starts the call, unless it is over already. */
    synchronized void start(Supplier<ServerCall.Listener<Q>> call) {
        if (over) {
            return;
        }
        ServerCall.Listener<Q> listener = call.get();
        heard.forEach(event -> event.accept(listener));
        heard.clear();
        // Only now, so that what happens from here on comes after what has happened.
        started = listener;
    }

    private void tell(Consumer<ServerCall.Listener<Q>> event) {
        ServerCall.Listener<Q> listener = started;
        if (listener == null) {
            synchronized (this) {
                listener = started;
                if (listener == null) {
                    heard.add(event);
                    return;
                }
            }
        }
        event.accept(listener);
    }

    private void end(Consumer<ServerCall.Listener<Q>> event) {
        synchronized (this) {
            over = true;
        }
        tell(event);
    }

    @Override
    public void onMessage(Q request) {
        tell(listener -> listener.onMessage(request));
    }

    @Override
    public void onHalfClose() {
        tell(ServerCall.Listener::onHalfClose);
    }

    @Override
    public void onCancel() {
        end(ServerCall.Listener::onCancel);
    }

    @Override
    public void onComplete() {
        end(ServerCall.Listener::onComplete);
    }

    @Override
    public void onReady() {
        tell(ServerCall.Listener::onReady);
    }
}

package io.minikafka.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.minikafka.v1.SubscribeRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A partition's messages, pushed to a listener as they arrive. Reconnects by itself and goes on at its position, as
 * often and as long as it takes. Safe for use by many threads.
 *
 * <p>Delivery is at least once: after {@link #close()}, or a failing listener, what was handed to the listener last may
 * lie before or behind {@link #position()}, never beyond it.
 */
public final class Subscription implements AutoCloseable {
    /** One batch with the listener, one decoded meanwhile; what follows waits in the connection or at the server. */
    private static final int BATCHES_AHEAD = 2;

    private final PartitionReader reader;
    private final SubscriptionListener listener;
    private final Consumer<Subscription> onEnd;
    private final Backoff backoff = new Backoff();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile StartPosition position;
    private final AtomicLong skipped = new AtomicLong();
    private @Nullable Stream stream;
    private boolean done;

    Subscription(
            PartitionReader reader, StartPosition start, SubscriptionListener listener, Consumer<Subscription> onEnd) {
        this.reader = reader;
        this.listener = listener;
        this.onEnd = onEnd;
        this.position = reader.pin(start);
    }

    public String topic() {
        return reader.topic();
    }

    /**
     * The offset behind the last message that the listener took. Asks the server while it has taken none, unless it
     * started at an offset.
     */
    public long position() {
        StartPosition now = position;
        return now instanceof StartPosition.AtOffset at ? at.offset() : reader.offsetOf(now);
    }

    /** How many messages were missed, all told, because retention removed them before they were read. */
    public long skipped() {
        return skipped.get();
    }

    /**
     * Completes when the subscription is closed; fails, with the {@link MinikafkaException} or with what the listener
     * threw, when it can not go on.
     */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Ends it. A call of the listener may be under way still when this returns; none follows. Idempotent. */
    @Override
    public void close() {
        end(null);
    }

    synchronized void open() {
        if (!done) {
            stream = new Stream(reader.subscription());
            stream.start(reader.subscribeRequest(position));
        }
    }

    private void end(@Nullable Throwable failure) {
        synchronized (this) {
            if (done) {
                return;
            }
            done = true;
            if (stream != null) {
                stream.call.cancel("The subscription is closed", null);
            }
        }
        onEnd.accept(this);
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }

    private synchronized boolean isDone() {
        return done;
    }

    private final class Stream extends ClientCall.Listener<Fetch> {
        private final ClientCall<SubscribeRequest, Fetch> call;

        Stream(ClientCall<SubscribeRequest, Fetch> call) {
            this.call = call;
        }

        void start(SubscribeRequest request) {
            call.start(this, new Metadata());
            call.request(BATCHES_AHEAD);
            call.sendMessage(request);
            call.halfClose();
        }

        @Override
        public void onMessage(Fetch fetch) {
            if (isDone()) {
                return;
            }
            backoff.reset();
            skipped.addAndGet(fetch.skipped());
            try {
                if (fetch.skipped() > 0) {
                    listener.onSkipped(fetch.skipped());
                }
                if (!fetch.messages().isEmpty()) {
                    listener.onMessages(fetch.messages());
                }
            } catch (Exception failure) {
                if (failure instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                end(failure);
                return;
            }
            // gRPC runs this for one message of one stream at a time.
            position = StartPosition.offset(fetch.nextOffset());
            call.request(1);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (isDone()) {
                return;
            }
            MinikafkaException failure = MinikafkaException.ofEnd(status, status.asRuntimeException(trailers));
            if (!failure.isRetryable()) {
                end(failure);
                return;
            }
            try {
                listener.onConnectionLost(failure);
                reader.connection().reconnectAfter(backoff.next(), Subscription.this::open);
            } catch (RuntimeException listenerFailure) {
                end(listenerFailure);
            }
        }
    }
}

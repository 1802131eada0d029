package io.minikafka.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the open streams, which may last for as long as their clients wish (producers, subscriptions, health watches),
 * so that a shutdown need not wait for them until its patience ends. A stream that is told to end takes no further
 * request, still answers those it has taken, and then ends with UNAVAILABLE.
 *
 * <p>It counts on streams having one response a request, or one request and any number of responses. Those of group
 * consumers have neither; their service ends them itself.
 */
final class OpenStreams implements ServerInterceptor {
    private final Set<OpenStream<?, ?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType() == MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        OpenStream<Q, A> stream = new OpenStream<>(call);
        ServerCall.Listener<Q> listener = next.startCall(stream, headers);
        open.add(stream);
        if (ending) {
            stream.end();
        }
        return stream.heardBy(listener);
    }

    /** Ends those that are open, and all that come later. */
    void end() {
        ending = true;
        open.forEach(OpenStream::end);
    }

    /** A call is not safe for use by several threads; this one is, and ignores what comes after its end. */
    private final class OpenStream<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private long unanswered;
        private boolean ending;
        private boolean closed;

        OpenStream(ServerCall<Q, A> call) {
            super(call);
        }

        synchronized void end() {
            ending = true;
            closeWhenAnswered();
        }

        private void closeWhenAnswered() {
            if (ending && unanswered <= 0) {
                close(Status.UNAVAILABLE.withDescription("Server shutdown"), new Metadata());
            }
        }

        /** Whether the request is to be heard. */
        private synchronized boolean take() {
            unanswered++;
            return !closed;
        }

        @Override
        public synchronized void request(int messages) {
            if (!ending) {
                super.request(messages);
            }
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!closed) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!closed) {
                super.sendMessage(message);
                unanswered--;
                closeWhenAnswered();
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!closed) {
                closed = true;
                super.close(status, trailers);
            }
        }

        ServerCall.Listener<Q> heardBy(ServerCall.Listener<Q> listener) {
            return new SimpleForwardingServerCallListener<>(listener) {
                @Override
                public void onMessage(Q request) {
                    if (take()) {
                        super.onMessage(request);
                    }
                }

                @Override
                public void onCancel() {
                    open.remove(OpenStream.this);
                    super.onCancel();
                }

                @Override
                public void onComplete() {
                    open.remove(OpenStream.this);
                    super.onComplete();
                }
            };
        }
    }
}

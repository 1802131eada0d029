package io.minikafka.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the open calls of services whose streams end only when the client wishes (health watches, reflection), so that
 * they can be ended: otherwise every shutdown would wait for them as long as it waits for a produce under way.
 */
final class EndlessCalls implements ServerInterceptor {
    private final Set<EndableCall<?, ?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        EndableCall<Q, A> endable = new EndableCall<>(call);
        ServerCall.Listener<Q> listener = next.startCall(endable, headers);
        open.add(endable);
        if (ending) {
            endable.end();
        }
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                open.remove(endable);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                open.remove(endable);
                super.onComplete();
            }
        };
    }

    /** Ends what is open, and all that come later, with UNAVAILABLE, after what was sent before. */
    void end() {
        ending = true;
        open.forEach(EndableCall::end);
    }

    /** A call is not safe for use by several threads; this one is, and ignores what comes after its end. */
    private static final class EndableCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean ended;

        EndableCall(ServerCall<Q, A> call) {
            super(call);
        }

        synchronized void end() {
            close(Status.UNAVAILABLE.withDescription("Server shutdown"), new Metadata());
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!ended) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!ended) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!ended) {
                ended = true;
                super.close(status, trailers);
            }
        }
    }
}

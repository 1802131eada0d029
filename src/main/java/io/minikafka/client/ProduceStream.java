package io.minikafka.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.minikafka.v1.AppendedRun;
import io.minikafka.v1.ProduceStreamResponse;
import java.util.List;

/** One call of ProduceStream. Its methods are for one thread at a time; its owner is called by one at a time. */
final class ProduceStream {
    /** So much may wait in the connection for the socket: enough to keep it busy while the next batch is encoded. */
    private static final int READY_THRESHOLD = 256 << 10;

    private final ClientCall<EncodedRequest, ProduceStreamResponse> call;
    private boolean finished;

    /** What becomes of the stream. */
    interface Owner {
        void ready();

        /** The oldest batch that was sent and not yet acknowledged, is. */
        void acknowledged(ProduceStream stream, List<AppendedRun> runs);

        /** Nothing follows. */
        void ended(ProduceStream stream, MinikafkaException failure);
    }

    ProduceStream(ManagedChannel channel, Owner owner) {
        call = channel.newCall(ProduceMethods.STREAM, CallOptions.DEFAULT.withOnReadyThreshold(READY_THRESHOLD));
        call.start(new Events(owner), new Metadata());
        // Acknowledgements are no more than the batches sent, which the producer's buffer bounds.
        call.request(Integer.MAX_VALUE);
    }

    /** Whether the connection stands and would take a batch now. */
    boolean isReady() {
        return !finished && call.isReady();
    }

    void send(EncodedRequest request) {
        call.sendMessage(request);
    }

    /** Nothing more will be sent; the server ends the stream when it has acknowledged everything. */
    void finish() {
        if (!finished) {
            finished = true;
            call.halfClose();
        }
    }

    /** Ends it as it is. */
    void cancel(String reason) {
        finished = true;
        call.cancel(reason, null);
    }

    /** Whether {@link #finish} or {@link #cancel} ended it, not the server. */
    boolean isFinished() {
        return finished;
    }

    private final class Events extends ClientCall.Listener<ProduceStreamResponse> {
        private final Owner owner;

        Events(Owner owner) {
            this.owner = owner;
        }

        @Override
        public void onReady() {
            owner.ready();
        }

        @Override
        public void onMessage(ProduceStreamResponse response) {
            owner.acknowledged(ProduceStream.this, response.getRunsList());
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            owner.ended(ProduceStream.this, MinikafkaException.ofEnd(status, status.asRuntimeException(trailers)));
        }
    }
}

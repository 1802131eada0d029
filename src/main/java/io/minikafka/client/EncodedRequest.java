package io.minikafka.client;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A request that is bytes already; gRPC copies them into its frames without asking for an object model. */
final class EncodedRequest {
    static final Marshaller<EncodedRequest> MARSHALLER = new Marshaller<>() {
        @Override
        public InputStream stream(EncodedRequest request) {
            return request.asStream();
        }

        @Override
        public EncodedRequest parse(InputStream stream) {
            throw new UnsupportedOperationException("Requests are written by clients and read by servers");
        }
    };

    private final byte[] bytes;
    private final int length;

    /** The array itself, not a copy: it must not change while a call may still send, or repeat, the request. */
    EncodedRequest(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    InputStream asStream() {
        return new Drain(bytes, length);
    }

    /** The shape in which gRPC takes a message with one copy. */
    private static final class Drain extends ByteArrayInputStream implements Drainable, KnownLength {
        Drain(byte[] bytes, int length) {
            super(bytes, 0, length);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int drained = available();
            target.write(buf, pos, drained);
            pos = count;
            return drained;
        }
    }
}

package io.minikafka.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;

/** An encoded response, which gRPC can take in one piece. */
final class EncodedBytes extends ByteArrayInputStream implements KnownLength, Drainable {
    private EncodedBytes(byte[] bytes) {
        super(bytes);
    }

    /** For responses that are encoded by the time they are sent. */
    static <T> Marshaller<T> marshaller(Function<T, byte[]> bytes) {
        return new Marshaller<>() {
            @Override
            public InputStream stream(T response) {
                return new EncodedBytes(bytes.apply(response));
            }

            @Override
            public T parse(InputStream response) {
                throw new UnsupportedOperationException("Servers send responses only");
            }
        };
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        int drained = count - pos;
        target.write(buf, pos, drained);
        pos = count;
        return drained;
    }
}

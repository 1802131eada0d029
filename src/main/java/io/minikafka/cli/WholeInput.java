package io.minikafka.cli;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The whole input as one message. */
final class WholeInput implements MessageInput {
    private final InputStream in;
    private long read;
    private boolean done;

    WholeInput(InputStream in) {
        this.in = in;
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        if (done) {
            return null;
        }
        byte[] message = in.readAllBytes();
        done = true;
        read = message.length;
        return message;
    }

    @Override
    public long bytesRead() {
        return read;
    }
}

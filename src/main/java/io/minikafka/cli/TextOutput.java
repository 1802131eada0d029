package io.minikafka.cli;

import io.minikafka.client.ConsumedMessage;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Values as they are, each followed by a delimiter and, if asked for, led by the key. */
final class TextOutput implements MessageOutput {
    private final OutputStream out;
    private final byte[] delimiter;
    private final byte @Nullable [] keySeparator;

    /**
     * Prints to a stream.
     *
     * @param out should be buffered
     * @param keySeparator what to print between a key and its value; null to print no keys
     */
    TextOutput(OutputStream out, byte[] delimiter, byte @Nullable [] keySeparator) {
        this.out = out;
        this.delimiter = delimiter;
        this.keySeparator = keySeparator;
    }

    @Override
    public void write(ConsumedMessage message) throws IOException {
        if (keySeparator != null && message.key() != null) {
            out.write(message.key());
            out.write(keySeparator);
        }
        out.write(message.value());
        out.write(delimiter);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}

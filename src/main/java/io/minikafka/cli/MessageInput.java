package io.minikafka.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Input cut into messages. */
interface MessageInput {
    /** The next message, or null at the end of the input. Waits for it. */
    byte @Nullable [] next() throws IOException;

    /** How much of the input has been read. */
    long bytesRead();
}

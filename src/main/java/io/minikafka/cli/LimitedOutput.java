package io.minikafka.cli;

import io.minikafka.client.ConsumedMessage;
import java.io.IOException;
import java.util.List;

/** Prints messages up to a number of them. Safe for use by many threads. */
final class LimitedOutput {
    private final MessageOutput output;
    private final long max;
    private long printed;

    LimitedOutput(MessageOutput output, long max) {
        this.output = output;
        this.max = max;
    }

    /** Prints the messages, or as many of them as are still wanted. Returns whether more are. */
    synchronized boolean print(List<ConsumedMessage> messages) throws IOException {
        for (ConsumedMessage message : messages) {
            if (printed == max) {
                break;
            }
            output.write(message);
            printed++;
        }
        output.flush();
        return printed < max;
    }

    synchronized long printed() {
        return printed;
    }
}

package io.minikafka.cli;

import io.minikafka.client.ConsumedMessage;
import java.io.IOException;

/** A form in which messages are printed. Not safe for use by several threads. */
interface MessageOutput {
    void write(ConsumedMessage message) throws IOException;

    void flush() throws IOException;
}

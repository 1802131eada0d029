package io.minikafka.cli;

import io.minikafka.client.MessageHeader;
import io.minikafka.client.ProducerMessage;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of input.
 *
 * @param key of every message that does not bring its own; null for none
 * @param keySeparator what stands before it in the input is the key; null when it brings none
 * @param partition of every message; null leaves it to the key or the service
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record MessageTemplate(
        byte @Nullable [] key,
        byte @Nullable [] keySeparator,
        List<MessageHeader> headers,
        @Nullable Integer partition) {

    ProducerMessage apply(byte[] input) {
        int separator = keySeparator == null ? -1 : indexOf(input, keySeparator);
        if (keySeparator == null || separator < 0) {
            return new ProducerMessage(key, input, headers, partition);
        }
        return new ProducerMessage(
                Arrays.copyOf(input, separator),
                Arrays.copyOfRange(input, separator + keySeparator.length, input.length),
                headers,
                partition);
    }

    private static int indexOf(byte[] text, byte[] part) {
        for (int i = 0; i + part.length <= text.length; i++) {
            if (Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }
}

package io.minikafka.cli.bench;

import io.minikafka.client.ProducerMessage;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What to run and for how long.
 *
 * @param messageBytes size of a value; there are no keys and no headers
 * @param batch messages of a request or list
 * @param callers threads that produce
 * @param warmup not measured, while compilers and connections warm up
 * @param duration ends the measurement
 * @param count ends it earlier, after so many messages
 */
public record BenchPlan(
        BenchMode mode,
        String topic,
        int messageBytes,
        int batch,
        int callers,
        Duration warmup,
        Duration duration,
        long count) {
    public BenchPlan {
        if (messageBytes < 0 || batch < 1 || callers < 1 || count < 1) {
            throw new IllegalArgumentException("The message size is " + messageBytes + ", the batch " + batch
                    + ", the callers " + callers + ", the count " + count
                    + "; accepted is 0 bytes or more, and 1 or more of the others");
        }
    }

    ProducerMessage message() {
        byte[] value = new byte[messageBytes];
        new Random(messageBytes).nextBytes(value);
        return ProducerMessage.of(value);
    }

    List<ProducerMessage> messages() {
        return Collections.nCopies(batch, message());
    }
}

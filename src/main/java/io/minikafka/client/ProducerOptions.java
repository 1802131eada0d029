package io.minikafka.client;

import java.time.Duration;

/**
 * How a {@link Producer} sends.
 *
 * @param delivery what happens when the connection breaks
 * @param bufferBytes bound on what is accepted and not yet acknowledged, with {@value Batch#MESSAGE_OVERHEAD} bytes a
 *     message for keeping count of it; a larger message waits until the buffer is empty. A producer that is faster than
 *     the server keeps it full, so this is also how long its messages wait
 * @param maxBatchBytes what one request gathers; a larger message goes alone
 * @param maxBlock how long a send waits for room in the buffer
 * @param deliveryTimeout how long a message may be on its way, resending included, before its future fails
 */
public record ProducerOptions(
        Delivery delivery, long bufferBytes, int maxBatchBytes, Duration maxBlock, Duration deliveryTimeout) {
    /** At least once, a buffer of 16 MiB, requests of 64 KiB, 60 s of waiting for room, 2 minutes for delivery. */
    public static final ProducerOptions DEFAULT = new ProducerOptions(
            Delivery.AT_LEAST_ONCE, 16L << 20, 64 << 10, Duration.ofSeconds(60), Duration.ofMinutes(2));

    private static final int GREATEST_BATCH_BYTES = 1 << 30;

    public ProducerOptions {
        require(bufferBytes >= 1, "buffer bytes", bufferBytes, "1 or more");
        require(
                maxBatchBytes >= 1 && maxBatchBytes <= GREATEST_BATCH_BYTES,
                "max batch bytes",
                maxBatchBytes,
                "1 to " + GREATEST_BATCH_BYTES);
        require(!maxBlock.isNegative(), "max block", maxBlock, "0 or longer");
        require(
                !deliveryTimeout.isNegative() && !deliveryTimeout.isZero(),
                "delivery timeout",
                deliveryTimeout,
                "longer than 0");
    }

    public ProducerOptions withDelivery(Delivery value) {
        return new ProducerOptions(value, bufferBytes, maxBatchBytes, maxBlock, deliveryTimeout);
    }

    public ProducerOptions withBufferBytes(long value) {
        return new ProducerOptions(delivery, value, maxBatchBytes, maxBlock, deliveryTimeout);
    }

    public ProducerOptions withMaxBatchBytes(int value) {
        return new ProducerOptions(delivery, bufferBytes, value, maxBlock, deliveryTimeout);
    }

    public ProducerOptions withMaxBlock(Duration value) {
        return new ProducerOptions(delivery, bufferBytes, maxBatchBytes, value, deliveryTimeout);
    }

    public ProducerOptions withDeliveryTimeout(Duration value) {
        return new ProducerOptions(delivery, bufferBytes, maxBatchBytes, maxBlock, value);
    }

    private static void require(boolean holds, String what, Object value, String accepted) {
        if (!holds) {
            throw new IllegalArgumentException("The " + what + " is " + value + "; accepted is " + accepted);
        }
    }
}

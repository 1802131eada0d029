package io.minikafka.client.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.minikafka.client.ProducerMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message that was accepted, until it is settled. Guarded by its pipeline's lock. */
final class Outgoing {
    /** What a message costs beyond its bytes, as {@link io.minikafka.client.ProducerOptions#bufferBytes()} says. */
    private static final int OVERHEAD = 96;

    private final CommandArgs<byte[], byte[]> arguments;
    private final Receipt receipt;
    private final long weight;
    private final long deadline;
    private boolean sent;
    private boolean settled;

    /**
     * Takes copies of the message's arrays.
     *
     * @param destination {@code topics:<topic>} in bytes
     * @param deadline when it must be acknowledged, in {@link System#nanoTime()}
     */
    Outgoing(byte[] destination, ProducerMessage message, Receipt receipt, long deadline) {
        this.arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .add(withKey(destination, message.key()))
                .add(message.value().clone());
        this.receipt = receipt;
        this.weight = weightOf(message);
        this.deadline = deadline;
    }

    private static byte[] withKey(byte[] destination, byte @Nullable [] key) {
        if (key == null) {
            return destination;
        }
        byte[] whole = new byte[destination.length + 1 + key.length];
        System.arraycopy(destination, 0, whole, 0, destination.length);
        whole[destination.length] = ':';
        System.arraycopy(key, 0, whole, destination.length + 1, key.length);
        return whole;
    }

    static byte[] destination(String topic) {
        return ("topics:" + topic).getBytes(StandardCharsets.UTF_8);
    }

    /** What the message counts against a producer's buffer. */
    static long weightOf(ProducerMessage message) {
        return (long) message.value().length + (message.key() == null ? 0 : message.key().length) + OVERHEAD;
    }

    CommandArgs<byte[], byte[]> arguments() {
        return arguments;
    }

    Receipt receipt() {
        return receipt;
    }

    long weight() {
        return weight;
    }

    long deadline() {
        return deadline;
    }

    /** Whether it may have reached the server. */
    boolean isSent() {
        return sent;
    }

    void sent(boolean now) {
        sent = now;
    }

    /** Whether its fate is decided; an answer that comes nevertheless changes nothing. */
    boolean isSettled() {
        return settled;
    }

    void settled() {
        settled = true;
    }
}

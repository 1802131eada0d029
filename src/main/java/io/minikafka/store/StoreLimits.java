package io.minikafka.store;

/**
 * Limits that hold for every topic of a store.
 *
 * @param maxMessageBytes of key, value and headers of one message together
 */
public record StoreLimits(int maxMessageBytes) {
    /** A frame's length must fit an {@code int}, its header included. */
    public static final int GREATEST_MAX_MESSAGE_BYTES = 1 << 30;

    public static final StoreLimits DEFAULT = new StoreLimits(32 << 20);

    public StoreLimits {
        if (maxMessageBytes < 1 || maxMessageBytes > GREATEST_MAX_MESSAGE_BYTES) {
            throw new InvalidArgumentException(
                    "max message bytes",
                    Integer.toString(maxMessageBytes),
                    "a number from 1 to " + GREATEST_MAX_MESSAGE_BYTES);
        }
    }

    /** @throws MessageTooLargeException when the message is larger than the limit */
    public void check(Message message) {
        long size = message.size();
        if (size > maxMessageBytes) {
            throw new MessageTooLargeException(size, maxMessageBytes);
        }
    }
}

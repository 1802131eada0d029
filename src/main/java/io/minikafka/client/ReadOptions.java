package io.minikafka.client;

/**
 * Which partition a consumer or subscription reads, and how much at once.
 *
 * @param partition from 0
 * @param maxMessages bound of one reply; 0 for the server's default
 * @param maxBytes bound of one reply; at least one message is returned when there is one, however large; 0 for the
 *     server's default
 */
public record ReadOptions(int partition, int maxMessages, int maxBytes) {
    /** Partition 0, and replies of up to 512 KiB: large enough for speed, small enough to be young garbage. */
    public static final ReadOptions DEFAULT = new ReadOptions(0, 0, 512 << 10);

    public ReadOptions {
        if (partition < 0 || maxMessages < 0 || maxBytes < 0) {
            throw new IllegalArgumentException("The partition is " + partition + " and the bounds are " + maxMessages
                    + " messages and " + maxBytes + " bytes; accepted is 0 or more of each");
        }
    }

    public ReadOptions withPartition(int value) {
        return new ReadOptions(value, maxMessages, maxBytes);
    }

    public ReadOptions withMaxMessages(int value) {
        return new ReadOptions(partition, value, maxBytes);
    }

    public ReadOptions withMaxBytes(int value) {
        return new ReadOptions(partition, maxMessages, value);
    }
}

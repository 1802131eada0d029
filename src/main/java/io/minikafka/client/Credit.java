package io.minikafka.client;

/**
 * How many messages the server may send ahead of polls: as many as wanted, and fewer when they are so large that they
 * would take more memory than is meant for them. By number only, since a connection that is not read to spare memory
 * would not bring the answers to acknowledgements either. Not safe for use by several threads.
 */
final class Credit {
    /** What waits may take so many bytes, encoded, as long as messages are about as large as the last ones. */
    static final long MOST_BYTES = 32L << 20;
    /** Before the first message has told how large they are. */
    static final int UNSEEN = 100;

    private static final int WEIGHT_OF_BEFORE = 7;

    private final int most;
    private long bytesEach;
    private int unused;
    private int waiting;

    /** @param most messages */
    Credit(int most) {
        this.most = most;
    }

    /** Messages came, and wait for polls. */
    void arrived(int messages, int bytes) {
        unused -= messages;
        waiting += messages;
        long each = Math.max(1, bytes / messages);
        // Larger ones count at once, since many more may be on their way.
        bytesEach = Math.max(each, (bytesEach * WEIGHT_OF_BEFORE + each) / (WEIGHT_OF_BEFORE + 1));
    }

    /** Messages that waited do no more: they were polled, or dropped. */
    void taken(int messages) {
        waiting -= messages;
    }

    /** What to grant when half of what may be ahead has been taken, so that grants are few; 0 before. */
    int grantLargely() {
        int free = free();
        return free >= Math.max(1, window() / 2) ? granting(free) : 0;
    }

    /** All there is to grant; 0 for nothing. */
    int grantAll() {
        return granting(Math.max(0, free()));
    }

    private int granting(int messages) {
        unused += messages;
        return messages;
    }

    private int free() {
        return window() - unused - waiting;
    }

    private int window() {
        return bytesEach == 0 ? Math.min(most, UNSEEN) : (int) Math.min(most, Math.max(1, MOST_BYTES / bytesEach));
    }
}

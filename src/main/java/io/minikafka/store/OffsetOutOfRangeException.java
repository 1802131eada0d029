package io.minikafka.store;

/** The offset is negative or above the log end offset. */
public final class OffsetOutOfRangeException extends StoreException {
    private final long logStartOffset;
    private final long logEndOffset;

    public OffsetOutOfRangeException(TopicPartition partition, long offset, long logStartOffset, long logEndOffset) {
        super("The offset " + offset + " is out of range; " + partition + " holds offsets from " + logStartOffset
                + " up to " + logEndOffset + " (exclusive)");
        this.logStartOffset = logStartOffset;
        this.logEndOffset = logEndOffset;
    }

    public long logStartOffset() {
        return logStartOffset;
    }

    public long logEndOffset() {
        return logEndOffset;
    }
}

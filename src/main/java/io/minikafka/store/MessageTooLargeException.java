package io.minikafka.store;

/** A message is larger than {@link StoreLimits#maxMessageBytes()}. */
public final class MessageTooLargeException extends StoreException {
    private final long size;
    private final long limit;

    public MessageTooLargeException(long size, long limit) {
        super("The message has " + size + " bytes; the limit is " + limit);
        this.size = size;
        this.limit = limit;
    }

    public long size() {
        return size;
    }

    public long limit() {
        return limit;
    }
}

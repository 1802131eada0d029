package io.minikafka.store;

/** The topic was not created, or not given more partitions: all topics together would have too many. */
public final class TooManyPartitionsException extends StoreException {
    /** @param source where the limit comes from, for people */
    public TooManyPartitionsException(int present, int wanted, int limit, String source) {
        super("The topics have " + present + " partitions together, and " + wanted
                + " more are asked for; the limit is " + limit + " (" + source + ")");
    }
}

package io.minikafka.store;

/** The store is closed. */
public final class StoreClosedException extends StoreException {
    public StoreClosedException() {
        super("The store is closed");
    }
}

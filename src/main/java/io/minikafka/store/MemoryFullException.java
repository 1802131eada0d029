package io.minikafka.store;

/** The append was refused because the messages in memory would take too much. Nothing was stored; retry later. */
public final class MemoryFullException extends StoreException {
    public MemoryFullException(long heldBytes, long wantedBytes, long limit) {
        super("The memory store holds " + heldBytes + " bytes, and " + wantedBytes
                + " more are to be stored; the limit is " + limit);
    }
}

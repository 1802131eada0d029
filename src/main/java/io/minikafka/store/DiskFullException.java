package io.minikafka.store;

/** The append was refused because too little space is free. Nothing was written; retry later. */
public final class DiskFullException extends StoreException {
    public DiskFullException(long freeBytes, long floorBytes) {
        super("The disk has " + freeBytes + " bytes free; appends are refused below " + floorBytes);
    }
}

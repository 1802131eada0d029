package io.minikafka.store;

/** One header of a message. Names may repeat within a message, and order is kept. */
public record Header(String name, Bytes value) {
    public static Header of(String name, String utf8Value) {
        return new Header(name, Bytes.utf8(utf8Value));
    }
}

package io.minikafka.server;

/** A door cannot listen where its property says. */
final class ListenFailedException extends RuntimeException {
    private final String property;
    private final String address;

    ListenFailedException(String property, String address, Throwable cause) {
        super(property + " is '" + address + "', where the server cannot listen", cause);
        this.property = property;
        this.address = address;
    }

    String property() {
        return property;
    }

    String address() {
        return address;
    }
}

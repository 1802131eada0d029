package io.minikafka.store;

/** An argument is out of its bounds. */
public final class InvalidArgumentException extends StoreException {
    /** Says: The {what} is {value}; accepted is {accepted}. */
    public InvalidArgumentException(String what, String value, String accepted) {
        super("The " + what + " is " + value + "; accepted is " + accepted);
    }
}

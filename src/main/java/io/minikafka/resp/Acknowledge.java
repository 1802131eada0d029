package io.minikafka.resp;

/** When {@code RPUSHX} answers. */
public enum Acknowledge {
    /**
     * When the broker has accepted the message, which is when it is stored where accepting and storing are one. A failure
     * after that is the answer to a later command of the connection.
     */
    BUFFERED,
    /** When the message is stored. */
    STORED
}

package io.minikafka.broker;

/** Bounds of one read, both at least 1; one message is returned when there is one, however large. */
public record FetchLimits(int maxMessages, int maxBytes) {
    public FetchLimits {
        if (maxMessages < 1 || maxBytes < 1) {
            throw new BrokerException(
                    BrokerException.Code.INVALID_ARGUMENT,
                    "The read limits are " + maxMessages + " messages and " + maxBytes
                            + " bytes; accepted is 1 or more of each");
        }
    }
}

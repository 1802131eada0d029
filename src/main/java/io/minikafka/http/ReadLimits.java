package io.minikafka.http;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.FetchLimits;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of one reply to a reader, whatever it asks for: what is beyond comes with the next read, from the reply's next
 * offset. Bytes are those of keys, values and headers, before they are written as JSON.
 */
public record ReadLimits(int maxMessages, int maxBytes) {
    static final int DEFAULT_MESSAGES = 100;
    static final int DEFAULT_BYTES = 1 << 20;

    public ReadLimits {
        HttpSettings.atLeastOne("greatest number of messages of a reply", maxMessages);
        HttpSettings.atLeastOne("greatest number of bytes of a reply", maxBytes);
    }

    /** As asked for, or by default, or less. */
    FetchLimits of(@Nullable Integer messages, @Nullable Integer bytes) {
        return new FetchLimits(
                bounded("limit", messages, DEFAULT_MESSAGES, maxMessages),
                bounded("maxBytes", bytes, DEFAULT_BYTES, maxBytes));
    }

    /** As asked for, or the default, or the greatest when that is less. */
    static int bounded(String parameter, @Nullable Integer asked, int byDefault, int greatest) {
        if (asked == null) {
            return Math.min(byDefault, greatest);
        }
        if (asked < 1) {
            throw new BrokerException(
                    BrokerException.Code.INVALID_ARGUMENT,
                    "The parameter '" + parameter + "' is " + asked + "; accepted is 1 or more, of which at most "
                            + greatest + " count");
        }
        return Math.min(asked, greatest);
    }
}

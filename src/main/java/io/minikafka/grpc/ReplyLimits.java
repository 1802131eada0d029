package io.minikafka.grpc;

/**
 * Bounds of what one reply carries. Bytes are those of the encoded reply; one message is returned when there is one,
 * however large.
 *
 * @param defaultMessages for callers of {@code Poll} and {@code Subscribe} who name no number
 * @param maxMessages whatever the caller asks for
 * @param defaultPollBytes for polls that name none, and for all of the first protocol, which cannot. The default stays
 *     under the 4 MiB that gRPC clients accept unless told otherwise
 * @param defaultPushBytes for each response of a subscription that names none: what a caller that does not read costs
 * @param maxBytes whatever the caller asks for
 */
public record ReplyLimits(
        int defaultMessages, int maxMessages, int defaultPollBytes, int defaultPushBytes, int maxBytes) {
    public static final ReplyLimits DEFAULT =
            new ReplyLimits(10_000, 100_000, (4 << 20) - (4 << 10), 256 << 10, 32 << 20);

    public ReplyLimits {
        if (defaultMessages < 1 || maxMessages < defaultMessages) {
            throw GrpcFailures.invalidArgument("The default and the greatest number of messages of a reply are "
                    + defaultMessages + " and " + maxMessages + "; accepted is 1 or more, in ascending order");
        }
        if (defaultPollBytes < 1 || defaultPushBytes < 1 || maxBytes < Math.max(defaultPollBytes, defaultPushBytes)) {
            throw GrpcFailures.invalidArgument(
                    "The bytes of a reply to a poll, of a pushed one and of the greatest are "
                            + defaultPollBytes + ", " + defaultPushBytes + " and " + maxBytes
                            + "; accepted is 1 or more, none beyond the greatest");
        }
    }

    int messages(int asked) {
        return bounded("max_messages", asked, defaultMessages, maxMessages);
    }

    int pollBytes(int asked) {
        return bounded("max_bytes", asked, defaultPollBytes, maxBytes);
    }

    int pushBytes(int asked) {
        return bounded("max_bytes", asked, defaultPushBytes, maxBytes);
    }

    private static int bounded(String field, int asked, int byDefault, int greatest) {
        if (asked < 0) {
            throw GrpcFailures.invalidArgument(
                    field + " is " + asked + "; accepted is 0 (the default, " + byDefault + ") or more");
        }
        return asked == 0 ? byDefault : Math.min(asked, greatest);
    }
}

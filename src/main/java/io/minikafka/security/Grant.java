package io.minikafka.security;

import io.minikafka.store.TopicName;
import java.util.Locale;

/** A right to some topics; {@link Right#MONITOR} is to the service as a whole, and its pattern is everything. */
public record Grant(Right right, TopicPattern topics) {
    static final String ACCEPTED =
            "admin, produce or consume, for some topics with a pattern behind it, such as produce:orders.*; or monitor";

    /**
     * Reads {@code <right>} or {@code <right>:<pattern>}; without a pattern it is for all topics. {@code monitor} has
     * none.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    public static Grant of(String text) {
        int colon = text.indexOf(':');
        String right = (colon < 0 ? text : text.substring(0, colon)).strip().toUpperCase(Locale.ROOT);
        for (Right each : Right.values()) {
            if (each.name().equals(right) && (colon < 0 || Right.OF_TOPICS.contains(each))) {
                return new Grant(
                        each,
                        colon < 0
                                ? TopicPattern.everything()
                                : new TopicPattern(text.substring(colon + 1).strip()));
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no right; accepted is " + ACCEPTED);
    }

    private boolean includes(Right other) {
        return right == other || right == Right.ADMIN;
    }

    boolean permits(Right asked, TopicName topic) {
        return includes(asked) && topics.matches(topic);
    }

    boolean permitsEverywhere(Right asked) {
        return includes(asked) && topics.isEverything();
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        String text = right.name().toLowerCase(Locale.ROOT);
        return Right.OF_TOPICS.contains(right) ? text + ":" + topics : text;
    }
}

package io.minikafka.security;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a caller may do. */
public enum Right {
    /** Append messages; also to a topic that this creates. */
    PRODUCE("produce to"),
    /** Read messages, alone and in groups, and see how groups stand. */
    CONSUME("consume from"),
    /** Everything: the other rights, and to create, change and delete topics, to reset and delete groups. */
    ADMIN("administer"),
    /** See how the service as a whole is: its health in detail, what it measures. No right to any topic. */
    MONITOR("monitor");

    /** Those that are for topics. */
    static final Set<Right> OF_TOPICS = Collections.unmodifiableSet(EnumSet.of(PRODUCE, CONSUME, ADMIN));

    private final String text;

    Right(String text) {
        this.text = text;
    }

    /** As in "has no right to … the topic". */
    String text() {
        return text;
    }
}

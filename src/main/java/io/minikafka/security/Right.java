package io.minikafka.security;

/** What a caller may do with a topic. */
public enum Right {
    /** Append messages; also to a topic that this creates. */
    PRODUCE("produce to"),
    /** Read messages, alone and in groups, and see how groups stand. */
    CONSUME("consume from"),
    /** Everything: the other rights, and to create, change and delete topics, to reset and delete groups. */
    ADMIN("administer");

    private final String text;

    Right(String text) {
        this.text = text;
    }

    /** As in "has no right to … the topic". */
    String text() {
        return text;
    }
}

package io.minikafka.store;

/**
 * A legal topic name: 1 to 249 of {@code a-z A-Z 0-9 . _ -}, neither {@code .} nor {@code ..}. These are Apache Kafka's
 * rules (its {@code Topic.validate}), so a topic keeps its name when it moves there, and a name is always a plain file
 * name. Holding a {@code TopicName} is the proof that the text was checked.
 */
public record TopicName(String value) implements Comparable<TopicName> {
    public static final int MAX_LENGTH = 249;

    /** @throws InvalidTopicNameException when the text is not a legal name */
    public TopicName {
        check(value);
    }

    public static TopicName of(String value) {
        return new TopicName(value);
    }

    private static void check(String value) {
        if (value.isEmpty()) {
            throw new InvalidTopicNameException(value, "is empty; it needs 1 to " + MAX_LENGTH + " characters");
        }
        if (value.length() > MAX_LENGTH) {
            throw new InvalidTopicNameException(
                    value, "has " + value.length() + " characters; the limit is " + MAX_LENGTH);
        }
        if (value.equals(".") || value.equals("..")) {
            throw new InvalidTopicNameException(value, "is reserved; it must be neither '.' nor '..'");
        }
        for (int i = 0; i < value.length(); i++) {
            if (!isLegal(value.charAt(i))) {
                throw new InvalidTopicNameException(
                        value,
                        String.format(
                                "has the character U+%04X at index %d; legal are a-z A-Z 0-9 . _ -",
                                (int) value.charAt(i), i));
            }
        }
    }

    private static boolean isLegal(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    @Override
    public int compareTo(TopicName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

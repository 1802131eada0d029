package io.minikafka.store;

/** The text is no legal topic name; see {@link TopicName}. */
public final class InvalidTopicNameException extends StoreException {
    InvalidTopicNameException(String name, String problem) {
        super("The topic name " + quote(name) + " " + problem);
    }

    /** Shortened, and with what is not printable replaced, since it came from anybody. */
    private static String quote(String name) {
        String shown = name.length() <= 40 ? name : name.substring(0, 40) + "…";
        return "'" + shown.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?") + "'";
    }
}

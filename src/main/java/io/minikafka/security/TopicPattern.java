package io.minikafka.security;

import io.minikafka.store.TopicName;

/**
 * A set of topics: a name in which each {@code *} stands for any number of any characters.
 *
 * @param text of the characters of topics' names and {@code *}
 */
public record TopicPattern(String text) {
    static final String ACCEPTED = "1 to " + TopicName.MAX_LENGTH + " of a-z A-Z 0-9 . _ - and *";

    private static final TopicPattern EVERYTHING = new TopicPattern("*");

    /** @throws IllegalArgumentException when the text is not such a pattern */
    public TopicPattern {
        if (text.length() > TopicName.MAX_LENGTH || !text.matches("[a-zA-Z0-9._*-]+")) {
            throw new IllegalArgumentException("'" + text + "' is no pattern of topics; accepted is " + ACCEPTED);
        }
    }

    /** All topics. */
    public static TopicPattern everything() {
        return EVERYTHING;
    }

    /** Whether no topic is left out, as far as the pattern shows it. */
    boolean isEverything() {
        return text.chars().allMatch(c -> c == '*');
    }

    /** Takes time in proportion to the pattern's length times the name's at most. */
    boolean matches(TopicName topic) {
        String name = topic.value();
        int p = 0;
        int n = 0;
        int afterStar = -1;
        int retry = 0;
        while (n < name.length()) {
            if (p < text.length() && text.charAt(p) == '*') {
                afterStar = ++p;
                retry = n;
            } else if (p < text.length() && text.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (afterStar >= 0) {
                // What the last star stands for becomes longer by one.
                p = afterStar;
                n = ++retry;
            } else {
                return false;
            }
        }
        while (p < text.length() && text.charAt(p) == '*') {
            p++;
        }
        return p == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}

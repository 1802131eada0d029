package io.minikafka.resp;

/**
 * Patterns as in Redis: {@code *}, {@code ?}, {@code [abc]}, {@code [^a-z]}, and a backslash before what is meant itself.
 * Takes time in proportion to pattern times text at most.
 */
final class Glob {
    private final String pattern;
    /** Where an element that was matched ends. */
    private int next;

    private Glob(String pattern) {
        this.pattern = pattern;
    }

    static boolean matches(String pattern, String text) {
        return new Glob(pattern).matches(text);
    }

    private boolean matches(String text) {
        int at = 0;
        int t = 0;
        int star = -1;
        int starText = 0;
        while (t < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = ++at;
                starText = t;
            } else if (at < pattern.length() && matchesOne(at, text.charAt(t))) {
                at = next;
                t++;
            } else if (star >= 0) {
                at = star;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    private boolean matchesOne(int at, char c) {
        char element = pattern.charAt(at);
        if (element == '[') {
            return matchesClass(at + 1, c);
        }
        if (element == '\\' && at + 1 < pattern.length()) {
            next = at + 2;
            return pattern.charAt(at + 1) == c;
        }
        next = at + 1;
        return element == '?' || element == c;
    }

    private boolean matchesClass(int from, char c) {
        int at = from;
        boolean negated = at < pattern.length() && pattern.charAt(at) == '^';
        if (negated) {
            at++;
        }
        boolean found = false;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
                at++;
            }
            char low = pattern.charAt(at);
            boolean range = at + 2 < pattern.length() && pattern.charAt(at + 1) == '-' && pattern.charAt(at + 2) != ']';
            char high = range ? pattern.charAt(at + 2) : low;
            found |= c >= Math.min(low, high) && c <= Math.max(low, high);
            at += range ? 3 : 1;
        }
        next = Math.min(at + 1, pattern.length());
        return found != negated;
    }
}

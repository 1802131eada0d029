package io.minikafka.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a PromQL query: as much of its grammar as tells metrics, labels and functions apart.
 *
 * @param selectors the metrics that it reads, each with its matchers
 * @param groupings labels in {@code by}, {@code on} and the like
 * @param functions functions and aggregations
 */
record PromQuery(List<Selector> selectors, Set<String> groupings, Set<String> functions) {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<space>\\s+)|(?<range>\\[[^]]*])|(?<string>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
                    + "|(?<number>\\d[\\w.]*)|(?<name>[a-zA-Z_:][\\w:]*)|(?<sign>=~|!~|!=|==|<=|>=|[-+*/%^<>=(){},])");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "offset", "bool");
    private static final Set<String> GROUPINGS = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

    /** A metric, and what its labels have to be. */
    record Selector(String metric, List<Label> labels) {}

    /** {@code name operator "value"}. */
    record Label(String name, String operator, String value) {
        /** Whether a series' value passes; in Grafana's variables everything does. */
        boolean accepts(String actual) {
            if (value.contains("$")) {
                return true;
            }
            boolean matches = operator.endsWith("~") ? Pattern.matches(value, actual) : value.equals(actual);
            return operator.startsWith("!") != matches;
        }
    }

    static PromQuery parse(String text) {
        List<String> tokens = tokens(text);
        List<Selector> selectors = new ArrayList<>();
        Set<String> groupings = new TreeSet<>();
        Set<String> functions = new TreeSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
            if (!Character.isLetter(token.charAt(0)) || OPERATORS.contains(token)) {
                continue;
            }
            if (GROUPINGS.contains(token)) {
                int end = tokens.subList(i, tokens.size()).indexOf(")") + i;
                tokens.subList(i + 2, end).stream()
                        .filter(label -> !label.equals(","))
                        .forEach(groupings::add);
                i = end;
            } else if (next.equals("{")) {
                int end = tokens.subList(i, tokens.size()).indexOf("}") + i;
                selectors.add(new Selector(token, labels(tokens.subList(i + 2, end))));
                i = end;
            } else if (next.equals("(") || GROUPINGS.contains(next)) {
                functions.add(token);
            } else {
                selectors.add(new Selector(token, List.of()));
            }
        }
        return new PromQuery(selectors, groupings, functions);
    }

    private static List<Label> labels(List<String> tokens) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i += 4) {
            String quoted = tokens.get(i + 2);
            labels.add(new Label(tokens.get(i), tokens.get(i + 1), quoted.substring(1, quoted.length() - 1)));
        }
        return labels;
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!token.find(at) || token.start() != at) {
                throw new AssertionError("Nothing of PromQL's at " + at + " of: " + text);
            }
            if (token.group("space") == null && token.group("range") == null) {
                tokens.add(token.group());
            }
            at = token.end();
        }
        return tokens;
    }
}

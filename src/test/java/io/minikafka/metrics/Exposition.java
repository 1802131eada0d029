package io.minikafka.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Prometheus reads in one look: its text format 0.0.4. */
public record Exposition(List<Sample> samples, Map<String, String> help) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    /** One series and what it was at. */
    public record Sample(String name, Map<String, String> labels, double value) {
        boolean has(String... wanted) {
            for (int i = 0; i < wanted.length; i += 2) {
                if (!wanted[i + 1].equals(labels.get(wanted[i]))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @throws AssertionError when a line is none of the format's */
    public static Exposition parse(String text) {
        List<Sample> samples = new ArrayList<>();
        Map<String, String> help = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            if (line.startsWith("# HELP ")) {
                String[] words = line.split(" ", 4);
                help.put(words[2], words.length > 3 ? words[3] : "");
            } else if (!line.startsWith("#")) {
                Matcher sample = LINE.matcher(line);
                if (!sample.matches()) {
                    throw new AssertionError("No sample: " + line);
                }
                samples.add(new Sample(sample.group(1), labels(sample.group(2)), value(sample.group(3))));
            }
        });
        return new Exposition(samples, help);
    }

    private static Map<String, String> labels(String text) {
        return text == null
                ? Map.of()
                : LABEL.matcher(text)
                        .results()
                        .collect(Collectors.toMap(
                                (MatchResult label) -> label.group(1), (MatchResult label) -> label.group(2)));
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The series of that name that have these labels, given as names and values in turn. */
    public Stream<Sample> series(String name, String... labels) {
        return samples.stream().filter(sample -> sample.name().equals(name)).filter(sample -> sample.has(labels));
    }

    /** The sum over these series; not a number when there are none. */
    public double sum(String name, String... labels) {
        return series(name, labels)
                .mapToDouble(Sample::value)
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    public Set<String> names() {
        return samples.stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the labels that series of that name have. */
    public Set<String> labelsOf(String name) {
        return series(name).flatMap(sample -> sample.labels().keySet().stream()).collect(Collectors.toSet());
    }
}

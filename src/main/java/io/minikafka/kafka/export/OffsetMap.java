package io.minikafka.kafka.export;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which offset the messages of a partition have in Kafka, which numbers them itself and without gaps. One difference
 * holds until messages are missing in the source; behind each such place a new run begins.
 *
 * @param runs at least one, ascending
 */
public record OffsetMap(List<Run> runs) {
    private static final String VERSION = "1";

    /**
     * From here on, up to the next run, offsets grow together.
     *
     * @param target the offset in Kafka of the message that has the offset {@code source} in the source
     */
    public record Run(long target, long source) {}

    public OffsetMap {
        runs = List.copyOf(runs);
    }

    static OffsetMap startingAt(long target, long source) {
        return new OffsetMap(List.of(new Run(target, source)));
    }

    /** The same, but the message that gets the offset {@code target}, which none has yet, is {@code source}. */
    OffsetMap continuedAt(long target, long source) {
        List<Run> changed = new ArrayList<>(runs);
        changed.removeIf(run -> run.target() >= target);
        changed.add(new Run(target, source));
        return new OffsetMap(changed);
    }

    /** The offset in Kafka of a message; of one that was never copied, that of the next one. */
    public long toTarget(long source) {
        long target = runs.get(0).target();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            if (run.source() <= source) {
                long end = i + 1 < runs.size() ? runs.get(i + 1).target() : Long.MAX_VALUE;
                target = Math.min(run.target() + source - run.source(), end);
            }
        }
        return target;
    }

    /** The offset in the source of the message with this offset in Kafka; the first one's for those below. */
    public long toSource(long target) {
        long source = runs.get(0).source();
        for (Run run : runs) {
            if (run.target() <= target) {
                source = run.source() + target - run.target();
            }
        }
        return source;
    }

    /** Where the first run begins in Kafka. */
    long targetStart() {
        return runs.get(0).target();
    }

    /** As a line of text. */
    String encode() {
        return VERSION
                + runs.stream()
                        .map(run -> " " + run.target() + "=" + run.source())
                        .collect(Collectors.joining());
    }

    /** @throws IllegalArgumentException when {@link #encode} does not write such */
    static OffsetMap parse(String text) {
        String[] words = text.split(" ");
        if (!words[0].equals(VERSION) || words.length < 2) {
            throw new IllegalArgumentException("No offsets: '" + text + "'");
        }
        List<Run> runs = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("No offsets: '" + text + "'");
            }
            runs.add(new Run(
                    Long.parseLong(words[i].substring(0, equals)), Long.parseLong(words[i].substring(equals + 1))));
        }
        return new OffsetMap(runs);
    }
}

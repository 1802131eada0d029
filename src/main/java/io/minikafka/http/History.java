package io.minikafka.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What was seen last of many topics or groups: two numbers of each, again and again at the same times. Bounded in samples
 * and in names. Safe for use by many threads.
 */
public final class History {
    /** However short the interval is: memory is bounded, not only time. */
    private static final int MOST_SAMPLES = 10_000;

    private final Duration interval;
    private final int maxSamples;
    private final int maxNames;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * @param interval between two samples
     * @param length of the time that is remembered, in 10000 samples at most
     * @param maxNames of one sample; what comes behind them in their order is left out
     */
    public History(Duration interval, Duration length, int maxNames) {
        this.interval = interval;
        this.maxSamples = interval.isZero() ? 0 : (int) Math.min(MOST_SAMPLES, length.dividedBy(interval) + 1);
        this.maxNames = maxNames;
    }

    /** Two numbers; what they stand for is whoever's history this is. */
    public record Numbers(long first, long second) {}

    /** As arrays, which take a fraction of what a map of each sample would; samples of the same names share those. */
    record Sample(Instant time, String[] names, Numbers[] numbers) {
        @Nullable
        Numbers of(String name) {
            int place = Arrays.binarySearch(names, name);
            return place < 0 ? null : numbers[place];
        }
    }

    /** In the order of their times. A name that is not among them has a gap. */
    public synchronized void add(Instant time, SortedMap<String, Numbers> seen) {
        if (maxSamples == 0) {
            return;
        }
        String[] names = seen.keySet().stream().limit(maxNames).toArray(String[]::new);
        Numbers[] numbers = seen.values().stream().limit(maxNames).toArray(Numbers[]::new);
        Sample last = samples.peekLast();
        if (last != null) {
            names = Arrays.equals(names, last.names()) ? last.names() : names;
            for (int i = 0; i < names.length; i++) {
                Numbers before = last.of(names[i]);
                // Most topics are idle most of the time.
                numbers[i] = Objects.equals(before, numbers[i]) ? before : numbers[i];
            }
        }
        samples.addLast(new Sample(time, names, numbers));
        while (samples.size() > maxSamples) {
            samples.removeFirst();
        }
    }

    /** Between two samples; zero when none are taken. */
    public Duration interval() {
        return interval;
    }

    /** So many at most, evenly thinned out where there are more, the newest among them; oldest first. */
    synchronized List<Sample> samples(int most) {
        List<Sample> all = new ArrayList<>(samples);
        int step = Math.max(1, (all.size() + most - 1) / most);
        List<Sample> chosen = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i -= step) {
            chosen.add(all.get(i));
        }
        Collections.reverse(chosen);
        return chosen;
    }
}

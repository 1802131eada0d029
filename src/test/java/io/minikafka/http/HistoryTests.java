package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.http.History.Numbers;
import io.minikafka.http.History.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryTests {
    private static final Duration STEP = Duration.ofSeconds(10);

    private final History history = new History(STEP, STEP.multipliedBy(5), 2);

    private static Instant at(int step) {
        return Instant.EPOCH.plus(STEP.multipliedBy(step));
    }

    private void add(int step, Map<String, Integer> seen) {
        TreeMap<String, Numbers> numbers = new TreeMap<>();
        seen.forEach((name, number) -> numbers.put(name, new Numbers(number, 10L * number)));
        history.add(at(step), numbers);
    }

    private List<Instant> times(int most) {
        return history.samples(most).stream().map(Sample::time).toList();
    }

    private TopicHistories of(String... topics) {
        List<String> names = List.of(topics);
        return TopicHistories.of(STEP, history.samples(100), NamePage.of(names, null, 100), names);
    }

    @Test
    void itGoesBackAsFarAsItsLengthAndNoFurther() {
        for (int step = 0; step < 20; step++) {
            add(step, Map.of());
        }
        assertThat(times(100)).containsExactly(at(14), at(15), at(16), at(17), at(18), at(19));
    }

    @Test
    void itIsBoundedHoweverShortItsIntervalIs() {
        History hasty = new History(Duration.ofNanos(1), Duration.ofDays(365), 1);
        for (int step = 0; step < 10_010; step++) {
            hasty.add(at(step), new TreeMap<>());
        }
        assertThat(hasty.samples(20_000)).hasSize(10_000);
    }

    @Test
    void itIsThinnedOutEvenlyWithTheNewestAmongWhatStays() {
        for (int step = 0; step < 6; step++) {
            add(step, Map.of());
        }
        assertThat(times(6)).hasSize(6);
        assertThat(times(3)).containsExactly(at(1), at(3), at(5));
        assertThat(times(4)).containsExactly(at(1), at(3), at(5));
        assertThat(times(1)).containsExactly(at(5));
    }

    @Test
    void itHasSoManyNamesAndNoMore() {
        add(0, Map.of("c", 1, "a", 2, "b", 3));
        assertThat(history.samples(1).get(0).names()).containsExactly("a", "b");
    }

    @Test
    void samplesOfIdleTopicsShareWhatTheyHold() {
        add(0, Map.of("a", 1_000_000));
        add(1, Map.of("a", 1_000_000));
        List<Sample> samples = history.samples(2);
        assertThat(samples.get(0).names()).isSameAs(samples.get(1).names());
        assertThat(samples.get(0).of("a")).isSameAs(samples.get(1).of("a"));
    }

    @Test
    void withoutAnIntervalThereIsNone() {
        History none = new History(Duration.ZERO, STEP, 2);
        none.add(at(0), new TreeMap<>());
        assertThat(none.samples(10)).isEmpty();
    }

    @Test
    void whatWasProducedIsTheIncreaseSinceTheSampleBefore() {
        add(0, Map.of("a", 5));
        add(1, Map.of("a", 7, "b", 3));
        add(2, Map.of("b", 4));
        add(3, Map.of("a", 2, "b", 4));
        add(4, Map.of("a", 3, "b", 1));

        TopicHistories histories = of("a", "b");

        assertThat(histories.topics().get(0).produced()).isEqualTo(Arrays.asList(null, 2L, null, null, 1L));
        assertThat(histories.topics().get(0).bytes()).isEqualTo(Arrays.asList(50L, 70L, null, 20L, 30L));
        // Created anew, all it has is new.
        assertThat(histories.topics().get(1).produced()).isEqualTo(Arrays.asList(null, null, 1L, 0L, 1L));
        assertThat(histories.produced()).isEqualTo(Arrays.asList(null, 2L, 1L, 0L, 2L));
    }

    @Test
    void onlyWhatMayBeSeenIsInTheSum() {
        add(0, Map.of("a", 0, "b", 0));
        add(1, Map.of("a", 1, "b", 100));
        assertThat(of("a").produced()).isEqualTo(Arrays.asList(null, 1L));
    }
}

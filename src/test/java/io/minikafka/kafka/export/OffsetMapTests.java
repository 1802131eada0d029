package io.minikafka.kafka.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetMapTests {
    @Test
    void offsetsAreTheSameWhenNothingWasMissingFromTheStart() {
        OffsetMap offsets = OffsetMap.startingAt(0, 0);
        assertThat(offsets.toTarget(42)).isEqualTo(42);
        assertThat(offsets.toSource(42)).isEqualTo(42);
    }

    @Test
    void aPositionBelowTheFirstMessageIsTheFirstMessages() {
        OffsetMap offsets = OffsetMap.startingAt(7, 100);
        assertThat(offsets.toTarget(3)).isEqualTo(7);
        assertThat(offsets.toTarget(101)).isEqualTo(8);
        assertThat(offsets.toSource(8)).isEqualTo(101);
    }

    @Test
    void aPositionInAGapIsThatOfTheNextMessage() {
        OffsetMap offsets = OffsetMap.startingAt(0, 100).continuedAt(10, 150);
        assertThat(offsets.toTarget(109)).isEqualTo(9);
        assertThat(offsets.toTarget(110)).isEqualTo(10);
        assertThat(offsets.toTarget(149)).isEqualTo(10);
        assertThat(offsets.toTarget(150)).isEqualTo(10);
        assertThat(offsets.toTarget(151)).isEqualTo(11);
        assertThat(offsets.toSource(9)).isEqualTo(109);
        assertThat(offsets.toSource(10)).isEqualTo(150);
    }

    @Test
    void aRunOfWhichNothingWasCopiedBeginsElsewhere() {
        OffsetMap offsets = OffsetMap.startingAt(0, 100).continuedAt(10, 150).continuedAt(10, 200);
        assertThat(offsets.runs()).containsExactly(new OffsetMap.Run(0, 100), new OffsetMap.Run(10, 200));
        assertThat(OffsetMap.startingAt(0, 100).continuedAt(0, 120)).isEqualTo(OffsetMap.startingAt(0, 120));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyCopiedMessageHasItsPlaceAndBack(long seed) {
        Random random = new Random(seed);
        long source = random.nextInt(100);
        long target = random.nextInt(100);
        OffsetMap offsets = OffsetMap.startingAt(target, source);
        Map<Long, Long> places = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            if (random.nextInt(20) == 0) {
                source += 1 + random.nextInt(50);
                offsets = offsets.continuedAt(target, source);
            }
            places.put(source++, target++);
        }
        OffsetMap read = OffsetMap.parse(offsets.encode());
        assertThat(read).isEqualTo(offsets);
        places.forEach((from, to) -> {
            assertThat(read.toTarget(from)).isEqualTo(to);
            assertThat(read.toSource(to)).isEqualTo(from);
        });
        assertThat(read.toSource(target)).isEqualTo(source);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "2 0=0", "1 0", "1 a=b", "something else"})
    void whatItHasNotWrittenIsRefused(String text) {
        assertThatThrownBy(() -> OffsetMap.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

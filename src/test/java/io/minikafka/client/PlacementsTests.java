package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minikafka.v1.AppendedRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementsTests {
    private final Placements placements = new Placements("t", List.of(run(2, 10, 2), run(0, 5, 1), run(2, 12, 3)));

    @Test
    void everyMessageHasItsPlace() {
        assertThat(placements).containsExactly(at(2, 10), at(2, 11), at(0, 5), at(2, 12), at(2, 13), at(2, 14));
        assertThat(placements.get(4)).isEqualTo(at(2, 13));
    }

    @Test
    void thereIsNoPlaceBeyondTheLast() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> placements.get(6));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> placements.get(-1));
    }

    @Test
    void placesAreHandedOutInOrderSinglyAndInParts() {
        Placements.Cursor cursor = placements.new Cursor();
        assertThat(cursor.next()).isEqualTo(at(2, 10));
        assertThat(cursor.next(3)).containsExactly(at(2, 11), at(0, 5), at(2, 12));
        assertThat(cursor.next()).isEqualTo(at(2, 13));
        assertThat(cursor.next(1)).containsExactly(at(2, 14));
    }

    @Test
    void partsAreJoined() {
        Placements.Cursor cursor = placements.new Cursor();
        assertThat(Placements.concat(List.of(cursor.next(1), cursor.next(5)))).isEqualTo(placements);
        assertThat(Placements.concat(List.of(placements))).isSameAs(placements);
    }

    private static AppendedRun run(int partition, long firstOffset, int count) {
        return AppendedRun.newBuilder()
                .setPartition(partition)
                .setFirstOffset(firstOffset)
                .setCount(count)
                .build();
    }

    private static RecordMetadata at(int partition, long offset) {
        return new RecordMetadata("t", partition, offset);
    }
}

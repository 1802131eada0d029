package io.minikafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.group.Acknowledgement;
import io.minikafka.store.Bytes;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AckProgressTests {
    private static final TopicPartition P0 = TopicPartition.of("orders", 0);
    private static final TopicPartition P1 = TopicPartition.of("orders", 1);

    private final AckProgress progress = new AckProgress();

    private void delivered(TopicPartition partition, long... offsets) {
        progress.delivered(
                partition,
                LongStream.of(offsets)
                        .mapToObj(offset -> new StoredMessage(offset, 0, null, Bytes.utf8("m"), List.of()))
                        .toList());
    }

    private long acknowledge(TopicPartition partition, long offset) {
        return progress.acknowledge(List.of(new Acknowledgement(partition, offset)))[0];
    }

    @Test
    void anOffsetStandsForAllBeforeItThatWereDelivered() {
        delivered(P0, 10, 11, 12);
        delivered(P0, 13);
        assertThat(acknowledge(P0, 12)).isEqualTo(3);
        assertThat(acknowledge(P0, 13)).isEqualTo(1);
    }

    @Test
    void nothingIsCountedTwiceOrBeyondWhatWasDelivered() {
        delivered(P0, 10, 11);
        assertThat(acknowledge(P0, 10)).isEqualTo(1);
        assertThat(acknowledge(P0, 10)).isZero();
        assertThat(acknowledge(P0, 9)).isZero();
        assertThat(acknowledge(P0, 99)).isEqualTo(1);
        assertThat(acknowledge(P1, 5)).isZero();
    }

    @Test
    void whatNobodyGotIsNotCounted() {
        delivered(P0, 0, 1);
        // Expired in between, and before a cluster removed from a batch.
        delivered(P0, 100, 101, 103);
        assertThat(acknowledge(P0, 103)).isEqualTo(5);
    }

    @Test
    void whatIsDeliveredAgainCanBeAcknowledgedAgain() {
        delivered(P0, 0, 1, 2);
        assertThat(acknowledge(P0, 2)).isEqualTo(3);
        delivered(P0, 0, 1);
        assertThat(acknowledge(P0, 1)).isEqualTo(2);
    }

    @Test
    void whatOthersGotInBetweenIsNotCounted() {
        delivered(P0, 0, 1, 2);
        assertThat(acknowledge(P0, 2)).isEqualTo(3);
        delivered(P0, 7);
        assertThat(acknowledge(P0, 7)).isEqualTo(1);
    }

    @Test
    void whatWasRefusedIsStillToBeAcknowledged() {
        delivered(P0, 0, 1, 2);
        delivered(P1, 0);
        List<Acknowledgement> both = List.of(new Acknowledgement(P0, 1), new Acknowledgement(P1, 0));
        long[] counts = progress.acknowledge(both);
        assertThat(counts).containsExactly(2, 1);
        progress.takeBack(both, counts);
        assertThat(acknowledge(P0, 2)).isEqualTo(3);
        assertThat(acknowledge(P1, 0)).isEqualTo(1);
    }
}

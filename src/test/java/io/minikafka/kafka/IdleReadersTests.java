package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.kafka.LogOffsets.Range;
import io.minikafka.store.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleReadersTests {
    private static final TopicPartition P0 = TopicPartition.of("orders", 0);
    private static final Uuid ID = Uuid.randomUuid();
    private static final int ANY = IdleReaders.MOST;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final IdleReaders idle = new IdleReaders(nanos::get);

    // Nobody listens there, and nobody asks: a consumer connects when it is polled.
    private final PartitionReaders readers =
            new PartitionReaders(new KafkaClients(KafkaSettings.of("127.0.0.1:1"), ClientListener.NONE));
    private final List<PartitionReader> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(PartitionReader::close);
    }

    private PartitionReader at(TopicPartition partition, long offset) {
        PartitionReader reader = readers.open(partition, ID, offset, new Range(0, 100));
        opened.add(reader);
        return reader;
    }

    @Test
    void aReaderIsForOneWhoGoesOnWhereItIs() {
        PartitionReader reader = at(P0, 5);
        assertThat(idle.put(reader, ANY)).isEmpty();

        assertThat(idle.take(P0, ID, 4)).isNull();
        assertThat(idle.take(TopicPartition.of("orders", 1), ID, 5)).isNull();
        assertThat(idle.take(P0, Uuid.randomUuid(), 5)).isNull();
        assertThat(idle.take(P0, ID, 5)).isSameAs(reader);
        assertThat(idle.take(P0, ID, 5)).isNull();
    }

    @Test
    void theLongestIdleMakeRoom() {
        PartitionReader first = at(P0, 1);
        PartitionReader second = at(P0, 2);
        PartitionReader third = at(P0, 3);
        idle.put(first, 2);
        idle.put(second, 2);

        assertThat(idle.put(third, 2)).containsExactly(first);
        assertThat(idle.trim(0)).containsExactly(second, third);
    }

    @Test
    void whatNobodyWantedForAMinuteGoes() {
        PartitionReader old = at(P0, 1);
        idle.put(old, ANY);
        nanos.addAndGet(IdleReaders.LONGEST.toNanos() - 1);
        idle.put(at(P0, 2), ANY);
        assertThat(idle.takeExpired()).isEmpty();

        nanos.addAndGet(1);

        assertThat(idle.takeExpired()).containsExactly(old);
        assertThat(idle.take(P0, ID, 2)).isNotNull();
    }

    @Test
    void thoseOfATopicGoWithIt() {
        PartitionReader ours = at(P0, 1);
        PartitionReader others = at(TopicPartition.of("others", 0), 1);
        idle.put(ours, ANY);
        idle.put(others, ANY);

        assertThat(idle.takeAll(P0.topic())).containsExactly(ours);
        assertThat(idle.trim(0)).containsExactly(others);
    }
}

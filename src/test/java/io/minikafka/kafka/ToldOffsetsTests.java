package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.kafka.LogOffsets.Range;
import io.minikafka.store.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class ToldOffsetsTests {
    private static final TopicPartition P0 = TopicPartition.of("orders", 0);

    private final ToldOffsets told = new ToldOffsets();
    private final Uuid id = Uuid.randomUuid();

    @Test
    void nobodySeesALogShrink() {
        assertThat(told.tell(P0, id, new Range(1, 10))).isEqualTo(new Range(1, 10));
        assertThat(told.tell(P0, id, new Range(5, 8))).isEqualTo(new Range(5, 10));
        assertThat(told.tell(P0, id, new Range(0, 0))).isEqualTo(new Range(5, 10));
    }

    @Test
    void aTopicOfTheSameNameStartsAnew() {
        told.tell(P0, id, new Range(1, 10));
        assertThat(told.tell(P0, Uuid.randomUuid(), new Range(0, 2))).isEqualTo(new Range(0, 2));

        told.forget(P0.topic());
        assertThat(told.tell(P0, id, new Range(0, 1))).isEqualTo(new Range(0, 1));
    }
}

package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.kafka.TopicCache.KnownTopic;
import io.minikafka.store.TopicName;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TopicCacheTests {
    private static final TopicName NAME = TopicName.of("orders");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final TopicCache cache = new TopicCache(nanos::get);
    private final KnownTopic topic = new KnownTopic(Uuid.randomUuid(), 4);

    @Test
    void anAnswerIsFreshThenUsableThenNothing() {
        cache.put(NAME, topic);
        assertThat(cache.fresh(NAME)).isEqualTo(topic);

        nanos.addAndGet(TopicCache.FRESH.toNanos());
        assertThat(cache.fresh(NAME)).isNull();
        assertThat(cache.usable(NAME)).isEqualTo(topic);

        nanos.addAndGet(TopicCache.USABLE.minus(TopicCache.FRESH).toNanos());
        assertThat(cache.usable(NAME)).isNull();
    }

    @Test
    void aRemovedTopicIsUnknown() {
        cache.put(NAME, topic);
        cache.remove(NAME);

        assertThat(cache.usable(NAME)).isNull();
    }
}

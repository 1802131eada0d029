package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LocalBrokerTopicTests extends BrokerFixture {
    @Test
    void updatesAtTheSameTimeDoNotUndoEachOther() {
        store.createTopic(TOPIC, DEFAULTS);
        List<CompletableFuture<?>> updates = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            updates.add(broker.updateTopic(TOPIC, new SettingsChange(i, null, null, null)));
            updates.add(broker.updateTopic(TOPIC, new SettingsChange(null, Duration.ofSeconds(i), null, null)));
        }
        updates.forEach(BrokerFixture::get);

        assertThat(store.settings(TOPIC))
                .isEqualTo(DEFAULTS.withPartitions(200).withRetentionAge(Duration.ofSeconds(200)));
    }
}

package io.minikafka.broker;

import io.minikafka.store.Durability;
import io.minikafka.store.TopicSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Some of a topic's settings; null leaves one as it is. */
public record SettingsChange(
        @Nullable Integer partitions,
        @Nullable Duration retentionAge,
        @Nullable Long retentionBytes,
        @Nullable Durability durability) {
    public static final SettingsChange NONE = new SettingsChange(null, null, null, null);

    /** The settings with this change made. */
    public TopicSettings applyTo(TopicSettings settings) {
        TopicSettings changed = settings;
        if (partitions != null) {
            changed = changed.withPartitions(partitions);
        }
        if (retentionAge != null) {
            changed = changed.withRetentionAge(retentionAge);
        }
        if (retentionBytes != null) {
            changed = changed.withRetentionBytes(retentionBytes);
        }
        if (durability != null) {
            changed = changed.withDurability(durability);
        }
        return changed;
    }
}

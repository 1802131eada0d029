package io.minikafka.http;

import io.minikafka.broker.SettingsChange;
import io.minikafka.store.Durability;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of a topic to change. */
@Schema(name = "TopicChange", description = "Settings of a topic to change; what is left out stays as it is.")
record TopicSettingsChange(
        @Schema(description = "The number of partitions, from 1 to 10000; never fewer than before.", example = "3")
        @Nullable
        Integer partitions,

        @Schema(
                description =
                        "How long messages are kept: a number with a unit (ms, s, m, h or d), several in a row, or ISO-8601.",
                example = "1d12h",
                type = "string")
        @Nullable
        Duration retentionAge,

        @Schema(
                description = "Bound on the stored bytes of each partition, the oldest leaving first; 0 is none.",
                example = "0")
        @Nullable
        Long retentionBytes,

        @Schema(
                description = "What an answer to a producer waits for in the file store.",
                allowableValues = {"os", "fsync"},
                example = "fsync")
        @Nullable
        String durability) {

    SettingsChange toChange() {
        return new SettingsChange(partitions, retentionAge, retentionBytes, durability(durability));
    }

    static @Nullable Durability durability(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "os" -> Durability.OS;
            case "fsync" -> Durability.FSYNC;
            default ->
                throw HttpProblemException.malformed("The durability is '" + text + "'; accepted is os or fsync");
        };
    }
}

package io.minikafka.http;

import io.minikafka.broker.SettingsChange;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A topic to create. */
@Schema(name = "NewTopic", description = "A topic to create; what is left out gets the server's default.")
record NewTopic(
        @Schema(
                description = "Its name: 1 to 249 of a-z A-Z 0-9 . _ -, neither . nor ..",
                example = "orders",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String name,

        @Schema(description = "Its number of partitions, from 1 to 10000.", example = "3") @Nullable
        Integer partitions,

        @Schema(
                description =
                        "How long messages are kept: a number with a unit (ms, s, m, h or d), several in a row, or ISO-8601.",
                example = "7d",
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

    String requiredName() {
        if (name == null) {
            throw HttpProblemException.malformed("The field 'name' is missing");
        }
        return name;
    }

    SettingsChange settings() {
        return new TopicSettingsChange(partitions, retentionAge, retentionBytes, durability).toChange();
    }
}

package io.minikafka.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a group is to go on. */
@Schema(name = "Reset", description = "Where a group is to go on reading.")
record ResetRequest(
        @Schema(
                description = "The topic; left out, all topics the group reads or has committed offsets for.",
                example = "orders")
        @Nullable
        String topic,

        @Schema(description = "The topic's partitions; left out, all.", example = "[0]") @Nullable
        List<@Nullable Integer> partitions,

        @Schema(
                description = "Where to: earliest, latest, an offset, or a time in ISO-8601.",
                example = "earliest",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String to) {

    /** @throws HttpProblemException when there is none, or it is no place the broker can find */
    From.At target() {
        if (to == null) {
            throw HttpProblemException.malformed("The field 'to' is missing; accepted is " + From.ACCEPTED);
        }
        try {
            if (From.parse(to) instanceof From.At at) {
                return at;
            }
        } catch (NotAcceptedException e) {
            throw HttpProblemException.malformed("The field 'to' is refused: " + e.getMessage());
        }
        throw HttpProblemException.malformed("The field 'to' is '" + to
                + "'; accepted is earliest, latest, an offset of 0 or more, or a time such as 2026-01-31T08:00:00Z");
    }

    Set<Integer> chosenPartitions() {
        if (partitions == null) {
            return Set.of();
        }
        if (topic == null || partitions.isEmpty() || partitions.stream().anyMatch(Objects::isNull)) {
            throw HttpProblemException.malformed(
                    "The field 'partitions' needs at least one partition, and the field 'topic'");
        }
        return partitions.stream().map(Objects::requireNonNull).collect(Collectors.toSet());
    }
}

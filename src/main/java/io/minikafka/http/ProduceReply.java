package io.minikafka.http;

import io.minikafka.broker.ProduceResult;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where produced messages went. */
@Schema(name = "Produced", description = "Where produced messages went: all of them are stored.")
record ProduceReply(
        @Schema(
                description =
                        "What the answer stands for: memory (lost when the server ends), os (survives a killed server), fsync (survives a power cut) or cluster (as a Kafka cluster replicates).",
                allowableValues = {"memory", "os", "fsync", "cluster"},
                example = "fsync",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String durability,

        @Schema(
                description = "One for each message, in the request's order.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<Place> messages) {

    /** Where one message went. */
    @Schema(name = "Place", description = "Where a message went.")
    record Place(
            @Schema(description = "Its partition, from 0.", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
            int partition,

            @Schema(
                    description = "Its offset in the partition.",
                    example = "42",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            long offset) {}

    static ProduceReply of(ProduceResult result) {
        List<Place> places = new ArrayList<>();
        for (ProduceResult.Run run : result.runs()) {
            for (int i = 0; i < run.count(); i++) {
                places.add(new Place(run.partition(), run.firstOffset() + i));
            }
        }
        return new ProduceReply(result.durability().name().toLowerCase(Locale.ROOT), places);
    }
}

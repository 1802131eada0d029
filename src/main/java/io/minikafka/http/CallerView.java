package io.minikafka.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Who calls, and what it may do. */
@Schema(name = "Caller", description = "Who calls, and what it may do.")
public record CallerView(
        @Schema(
                description = "Its name; anonymous where nobody need log in.",
                example = "shop",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String name,

        @Schema(
                description = "Whether it may do everything.",
                example = "false",
                requiredMode = Schema.RequiredMode.REQUIRED)
        boolean administrator,

        @Schema(description = "What it was given.", requiredMode = Schema.RequiredMode.REQUIRED)
        List<GrantView> grants,

        @Schema(
                description = "What follows for the topics asked for, in their order.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<TopicRights> topics) {

    /** A right to some topics. */
    @Schema(name = "Grant", description = "A right to some topics.")
    public record GrantView(
            @Schema(
                    description = "The right; admin includes the others, and monitor is to the service, not to topics.",
                    allowableValues = {"produce", "consume", "admin", "monitor"},
                    example = "produce",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String right,

            @Schema(
                    description = "The topics, in which * stands for any characters.",
                    example = "orders.*",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String topics) {}

    /** Rights to one topic. */
    @Schema(name = "TopicRights", description = "What a caller may do with a topic, whether it exists or not.")
    public record TopicRights(
            @Schema(description = "The topic.", example = "orders", requiredMode = Schema.RequiredMode.REQUIRED)
            String topic,

            @Schema(
                    description = "The rights: produce, consume, admin.",
                    example = "[\"produce\"]",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            List<String> rights) {}
}

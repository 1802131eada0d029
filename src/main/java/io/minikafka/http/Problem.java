package io.minikafka.http;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a problem looks, for the OpenAPI document; what is sent is Spring's own type. */
@Schema(name = "Problem", description = "Why a request failed (RFC 9457).")
record Problem(
        @Schema(
                description = "The kind of problem; never changes.",
                example = "urn:minikafka:problem:unknown-topic",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String type,

        @Schema(
                description = "The kind of problem in words.",
                example = "No such topic or partition",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String title,

        @Schema(description = "The HTTP status.", example = "404", requiredMode = Schema.RequiredMode.REQUIRED)
        int status,

        @Schema(
                description = "What is wrong, with limit and value.",
                example = "There is no topic 'orders'",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String detail,

        @Schema(description = "The path of the request.", example = "/api/v1/topics/orders") @Nullable
        String instance,

        @Schema(description = "Of damaged messages: the partition.", example = "0") @Nullable
        Integer partition,

        @Schema(description = "Of damaged messages: the first offset behind them that can be read.", example = "57")
        @Nullable
        Long nextReadableOffset) {}

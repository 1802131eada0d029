package io.minikafka.http;

import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.StoredMessage;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stored message. */
@Schema(
        name = "Message",
        description = "A stored message. Key, value and headers are text, or base64 where they are no UTF-8.")
record MessageView(
        @Schema(description = "Its partition, from 0.", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
        int partition,

        @Schema(
                description =
                        "Its place in the partition, from 0 without gaps. Like all numbers here below 2^53, so exact in JavaScript.",
                example = "42",
                requiredMode = Schema.RequiredMode.REQUIRED)
        long offset,

        @Schema(
                description = "When it was appended; never decreases within a partition.",
                example = "2026-01-31T08:00:00.123Z",
                requiredMode = Schema.RequiredMode.REQUIRED)
        Instant timestamp,

        @Schema(
                description = "Its key as text; neither this nor keyBase64 is there when it has no key.",
                example = "table-7")
        @Nullable
        String key,

        @Schema(description = "Its key in base64.") @Nullable
        String keyBase64,

        @Schema(description = "Its value as text.", example = "two coffees") @Nullable
        String value,

        @Schema(description = "Its value in base64.") @Nullable
        String valueBase64,

        @Schema(description = "Its headers, in their order.", requiredMode = Schema.RequiredMode.REQUIRED)
        List<HeaderView> headers) {

    /** A header of a stored message. */
    @Schema(name = "Header", description = "A header of a stored message.")
    record HeaderView(
            @Schema(
                    description = "Its name; names may repeat.",
                    example = "trace",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            String name,

            @Schema(description = "Its value as text.", example = "a1b2") @Nullable
            String value,

            @Schema(description = "Its value in base64.") @Nullable
            String valueBase64) {}

    static MessageView of(int partition, StoredMessage message, ValueFormat format) {
        return format.write(
                message.key(),
                (key, keyBase64) -> format.write(
                        message.value(),
                        (value, valueBase64) -> new MessageView(
                                partition,
                                message.offset(),
                                Instant.ofEpochMilli(message.timestamp()),
                                key,
                                keyBase64,
                                value,
                                valueBase64,
                                headers(message.headers(), format))));
    }

    private static List<HeaderView> headers(List<Header> headers, ValueFormat format) {
        return headers.stream()
                .map(header -> {
                    Bytes bytes = header.value();
                    return format.write(
                            bytes, (value, valueBase64) -> new HeaderView(header.name(), value, valueBase64));
                })
                .toList();
    }
}

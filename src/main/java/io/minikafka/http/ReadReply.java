package io.minikafka.http;

import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What a read returned. */
@Schema(name = "Messages", description = "What a read of a partition returned.")
record ReadReply(
        @Schema(description = "The topic.", example = "orders", requiredMode = Schema.RequiredMode.REQUIRED)
        String topic,

        @Schema(description = "The partition, from 0.", example = "0", requiredMode = Schema.RequiredMode.REQUIRED)
        int partition,

        @Schema(description = "The messages, oldest first.", requiredMode = Schema.RequiredMode.REQUIRED)
        List<MessageView> messages,

        @Schema(
                description = "Where the next read goes on; read from here, even when there were no messages.",
                example = "43",
                requiredMode = Schema.RequiredMode.REQUIRED)
        long nextOffset,

        @Schema(
                description = "The oldest retained message's offset.",
                example = "17",
                requiredMode = Schema.RequiredMode.REQUIRED)
        long logStartOffset,

        @Schema(
                description = "The offset the next message will get.",
                example = "43",
                requiredMode = Schema.RequiredMode.REQUIRED)
        long logEndOffset,

        @Schema(
                description = "How many messages from the offset asked for on had left by retention.",
                example = "0",
                requiredMode = Schema.RequiredMode.REQUIRED)
        long skipped) {

    static ReadReply of(TopicPartition partition, ReadResult result, ValueFormat format) {
        return new ReadReply(
                partition.topic().value(),
                partition.partition(),
                result.messages().stream()
                        .map(message -> MessageView.of(partition.partition(), message, format))
                        .toList(),
                result.nextOffset(),
                result.logStartOffset(),
                result.logEndOffset(),
                result.skipped());
    }
}

package io.minikafka.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Timestamp;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.broker.Start;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import io.minikafka.store.StoredMessage;
import io.minikafka.v1.AppendedRun;
import io.minikafka.v1.Durability;
import io.minikafka.v1.PollResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of {@code minikafka.v1} and ours. Keys and values are not copied. */
final class MessageConversion {
    private MessageConversion() {}

    static List<Message> toMessages(List<io.minikafka.v1.Message> messages) {
        List<Message> converted = new ArrayList<>(messages.size());
        for (io.minikafka.v1.Message message : messages) {
            converted.add(new Message(
                    message.hasKey() ? ByteStrings.toBytes(message.getKey()) : null,
                    ByteStrings.toBytes(message.getValue()),
                    message.getHeadersCount() == 0 ? List.of() : toHeaders(message.getHeadersList())));
        }
        return converted;
    }

    private static List<Header> toHeaders(List<io.minikafka.v1.Header> headers) {
        List<Header> converted = new ArrayList<>(headers.size());
        for (io.minikafka.v1.Header header : headers) {
            converted.add(new Header(header.getName(), ByteStrings.toBytes(header.getValue())));
        }
        return converted;
    }

    static Placement toPlacement(List<io.minikafka.v1.Message> messages) {
        for (io.minikafka.v1.Message message : messages) {
            if (message.hasPartition()) {
                return explicit(messages);
            }
        }
        return Placement.BY_KEY;
    }

    private static Placement explicit(List<io.minikafka.v1.Message> messages) {
        List<@Nullable Integer> partitions = new ArrayList<>(messages.size());
        for (io.minikafka.v1.Message message : messages) {
            partitions.add(message.hasPartition() ? message.getPartition() : null);
        }
        return new Placement.Explicit(partitions);
    }

    static Start toStart(io.minikafka.v1.Start start) {
        return switch (start.getPositionCase()) {
            case OFFSET -> new Start.AtOffset(start.getOffset());
            case TIMESTAMP -> new Start.AtTimestamp(ProtoTime.toEpochMilli(start.getTimestamp()));
            case EARLIEST, POSITION_NOT_SET -> new Start.Earliest();
            case LATEST -> new Start.Latest();
        };
    }

    static Durability of(io.minikafka.store.Durability durability) {
        return switch (durability) {
            case MEMORY -> Durability.DURABILITY_MEMORY;
            case OS -> Durability.DURABILITY_OS;
            case FSYNC -> Durability.DURABILITY_FSYNC;
        };
    }

    static AppendedRun of(ProduceResult.Run run) {
        return AppendedRun.newBuilder()
                .setPartition(run.partition())
                .setFirstOffset(run.firstOffset())
                .setCount(run.count())
                .build();
    }

    /**
     * As many of the messages as fit, at least one when there is one. Poll and Subscribe use the same field number for
     * them, so the count of bytes is right for both.
     */
    static List<io.minikafka.v1.StoredMessage> fitting(List<StoredMessage> messages, int maxBytes) {
        List<io.minikafka.v1.StoredMessage> fitting = new ArrayList<>(messages.size());
        Timestamp timestamp = Timestamp.getDefaultInstance();
        long timestampMillis = 0;
        long bytes = 0;
        for (StoredMessage message : messages) {
            // All messages of an append have the same time.
            if (message.timestamp() != timestampMillis) {
                timestampMillis = message.timestamp();
                timestamp = ProtoTime.ofEpochMilli(timestampMillis);
            }
            io.minikafka.v1.StoredMessage converted = of(message, timestamp);
            bytes += CodedOutputStream.computeMessageSize(PollResponse.MESSAGES_FIELD_NUMBER, converted);
            if (bytes > maxBytes && !fitting.isEmpty()) {
                break;
            }
            fitting.add(converted);
        }
        return fitting;
    }

    private static io.minikafka.v1.StoredMessage of(StoredMessage message, Timestamp timestamp) {
        io.minikafka.v1.StoredMessage.Builder builder = io.minikafka.v1.StoredMessage.newBuilder()
                .setOffset(message.offset())
                .setTimestamp(timestamp)
                .setValue(ByteStrings.of(message.value()));
        if (message.key() != null) {
            builder.setKey(ByteStrings.of(message.key()));
        }
        for (Header header : message.headers()) {
            builder.addHeaders(io.minikafka.v1.Header.newBuilder()
                    .setName(header.name())
                    .setValue(ByteStrings.of(header.value())));
        }
        return builder.build();
    }
}

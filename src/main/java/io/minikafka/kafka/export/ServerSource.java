package io.minikafka.kafka.export;

import com.google.rpc.ErrorInfo;
import io.grpc.protobuf.StatusProto;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.Consumer;
import io.minikafka.client.GroupInfo;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.ReadOptions;
import io.minikafka.client.StartPosition;
import io.minikafka.client.TopicInfo;
import io.minikafka.group.GroupName;
import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A running service, which goes on serving others, and whose retention goes on. */
public final class ServerSource extends ExportSource {
    private static final int READ_BYTES = 2 << 20;
    private static final String NEXT_READABLE_OFFSET = "next_readable_offset";

    private final MinikafkaClient client;
    private final Duration patience;

    /**
     * Closing the source closes the client.
     *
     * @param patience how long to go on trying to read while the service is away
     */
    public ServerSource(MinikafkaClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    @Override
    String name() {
        return "the service";
    }

    @Override
    List<TopicName> topics() {
        return asking(() -> client.topics().list().stream().map(TopicName::of).toList());
    }

    @Override
    SourceTopic describe(TopicName topic) {
        TopicInfo info = asking(() -> client.topics().describe(topic.value()));
        return new SourceTopic(
                topic,
                info.retentionAge(),
                info.retentionBytes(),
                info.partitions().stream()
                        .map(each -> new OffsetRange(each.logStartOffset(), each.logEndOffset()))
                        .toList());
    }

    @Override
    SourceReader reader(TopicPartition partition) {
        ReadOptions options =
                ReadOptions.DEFAULT.withPartition(partition.partition()).withMaxBytes(READ_BYTES);
        Consumer consumer = asking(() -> client.consumer(partition.topic().value(), StartPosition.earliest(), options));
        return new SourceReader() {
            @Override
            public SourceRead read(long offset) {
                return asking(() -> readFrom(consumer, offset));
            }

            @Override
            public void close() {
                consumer.close();
            }
        };
    }

    private SourceRead readFrom(Consumer consumer, long offset) {
        consumer.seek(StartPosition.offset(offset));
        long skippedBefore = consumer.skipped();
        try {
            List<StoredMessage> messages =
                    consumer.poll(patience).stream().map(ServerSource::stored).toList();
            long skipped = consumer.skipped() - skippedBefore;
            return new SourceRead(messages, Math.max(consumer.position(), offset + skipped), 0);
        } catch (MinikafkaException failure) {
            long next = failure.kind() == Kind.DATA_LOSS ? nextReadable(failure) : offset;
            if (next <= offset) {
                throw failure;
            }
            return new SourceRead(List.of(), next, next - offset);
        }
    }

    /** Where reading can go on after damage, which the service says in the details of its error; or else -1. */
    private static long nextReadable(MinikafkaException damage) {
        Throwable cause = damage.getCause();
        com.google.rpc.Status status = cause == null ? null : StatusProto.fromThrowable(cause);
        if (status == null) {
            return -1;
        }
        for (com.google.protobuf.Any detail : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    return Long.parseLong(
                            detail.unpack(ErrorInfo.class).getMetadataOrDefault(NEXT_READABLE_OFFSET, "-1"));
                } catch (com.google.protobuf.InvalidProtocolBufferException | NumberFormatException malformed) {
                    return -1;
                }
            }
        }
        return -1;
    }

    private static StoredMessage stored(ConsumedMessage message) {
        return new StoredMessage(
                message.offset(),
                message.timestamp().toEpochMilli(),
                message.key() == null ? null : Bytes.wrap(message.key()),
                Bytes.wrap(message.value()),
                message.headers().stream().map(ServerSource::stored).toList());
    }

    private static Header stored(MessageHeader header) {
        return new Header(header.name(), Bytes.wrap(header.value()));
    }

    @Override
    Map<GroupName, Map<TopicPartition, Long>> committedOffsets() {
        return asking(() -> {
            Map<GroupName, Map<TopicPartition, Long>> groups = new HashMap<>();
            for (String name : client.groups().list()) {
                groups.put(GroupName.of(name), committedBy(name));
            }
            return groups;
        });
    }

    private Map<TopicPartition, Long> committedBy(String group) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try {
            for (GroupInfo.PartitionProgress progress :
                    client.groups().describe(group).partitions()) {
                Long committed = progress.committedOffset();
                if (committed != null) {
                    offsets.put(TopicPartition.of(progress.topic(), progress.partition()), committed);
                }
            }
        } catch (MinikafkaException failure) {
            // Gone since it was listed.
            if (failure.kind() != Kind.NOT_FOUND) {
                throw failure;
            }
        }
        return offsets;
    }

    @Override
    public void close() {
        client.close();
    }

    private static <T> T asking(Supplier<T> action) {
        try {
            return action.get();
        } catch (MinikafkaException e) {
            throw new ExportException("The service: " + e.getMessage(), e);
        }
    }
}

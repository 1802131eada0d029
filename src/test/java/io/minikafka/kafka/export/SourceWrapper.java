package io.minikafka.kafka.export;

import io.minikafka.group.GroupName;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.List;
import java.util.Map;

/** Another source, of which tests change something. */
class SourceWrapper extends ExportSource {
    private final ExportSource source;

    SourceWrapper(ExportSource source) {
        this.source = source;
    }

    @Override
    String name() {
        return source.name();
    }

    @Override
    List<TopicName> topics() {
        return source.topics();
    }

    @Override
    SourceTopic describe(TopicName topic) {
        return source.describe(topic);
    }

    @Override
    SourceReader reader(TopicPartition partition) {
        SourceReader reader = source.reader(partition);
        return new SourceReader() {
            @Override
            public SourceRead read(long offset) {
                return whenRead(partition, reader.read(offset));
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    /** What a read returns instead. */
    SourceRead whenRead(TopicPartition partition, SourceRead read) {
        return read;
    }

    /** The same, of so many messages at most. */
    static SourceRead cut(SourceRead read, int most) {
        if (read.messages().size() <= most) {
            return read;
        }
        return new SourceRead(
                read.messages().subList(0, most), read.messages().get(most).offset(), read.damaged());
    }

    @Override
    Map<GroupName, Map<TopicPartition, Long>> committedOffsets() {
        return source.committedOffsets();
    }

    @Override
    public void close() {
        source.close();
    }
}

package io.minikafka.kafka.export;

import io.minikafka.group.GroupName;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.List;
import java.util.Map;

/** What is exported. Safe for use by many threads. All methods but {@link #close} may throw {@link ExportException}. */
public abstract class ExportSource implements AutoCloseable {
    ExportSource() {}

    /** What to call it in a text, such as "the directory data". */
    abstract String name();

    /** All topics, sorted by name. */
    abstract List<TopicName> topics();

    /** The topic as it stands now. */
    abstract SourceTopic describe(TopicName topic);

    abstract SourceReader reader(TopicPartition partition);

    /** What groups have committed, the next offsets to deliver. */
    abstract Map<GroupName, Map<TopicPartition, Long>> committedOffsets();

    @Override
    public abstract void close();
}

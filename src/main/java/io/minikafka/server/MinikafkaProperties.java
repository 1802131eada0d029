package io.minikafka.server;

import io.minikafka.broker.GroupOptions;
import io.minikafka.grpc.ReplyLimits;
import io.minikafka.http.HttpSettings;
import io.minikafka.http.ReadLimits;
import io.minikafka.store.Durability;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationFormat;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The service's settings. Names that nobody knows are refused, since a misspelt retention would delete data.
 *
 * @param host Where the gRPC door listens, as host:port; ":9999" for all interfaces.
 * @param retentionTime How long messages are kept in topics that set nothing else, such as 10m, 1h30m or 7d.
 * @param rootDir Directory of the file store, created when missing; empty selects the memory store.
 * @param maxMessageSize Bound on key, value and headers of one message together.
 * @param maxPartitions Bound on the partitions of all topics together; in files it is half as many as the process may open
 *     files, if that is less.
 * @param retentionCheckInterval How often expired messages are freed; readers never see them, however long this is.
 * @param topic What a topic gets that is created without settings of its own.
 * @param groups How consumer groups work.
 * @param read Bounds of what one reply to a reader carries.
 * @param file How the file store uses its disk.
 * @param memory How the memory store uses the heap.
 * @param kafka How the service uses the cluster behind it, in profile kafka.
 * @param metrics What is measured for monitoring.
 * @param resp The Redis door.
 * @param http The HTTP door.
 * @param console The console, pages for people over the HTTP door.
 * @param history What is remembered of topics and groups, for charts.
 * @param shutdown How the service ends.
 * @param security Who may use the service.
 * @param ssl How the doors encrypt.
 */
@Validated
@ConfigurationProperties(prefix = "minikafka", ignoreUnknownFields = false)
public record MinikafkaProperties(
        @DefaultValue("127.0.0.1:9999") ListenAddress host,

        @DefaultValue("7d")
        @DurationNotation
        @DurationFormat(DurationStyle.ISO8601)
        @DurationMin(millis = 1, message = "1ms or longer")
        Duration retentionTime,
        // Not a Path: Spring's conversion would prefer a class path resource of the same name.
        @DefaultValue("./data") String rootDir,

        @DefaultValue("32MB") @DataSizeRange(min = "1B", max = "1GB")
        DataSize maxMessageSize,

        @DefaultValue("10000") @Min(value = 1, message = "1 or more")
        int maxPartitions,

        @DefaultValue("1s")
        @DurationNotation
        @DurationFormat(DurationStyle.ISO8601)
        @DurationMin(millis = 1, message = "1ms or longer")
        Duration retentionCheckInterval,

        @DefaultValue @Valid Topic topic,
        @DefaultValue @Valid Groups groups,
        @DefaultValue @Valid Read read,
        @DefaultValue @Valid File file,
        @DefaultValue @Valid Memory memory,
        @DefaultValue @Valid Kafka kafka,
        @DefaultValue @Valid @NestedConfigurationProperty MetricsProperties metrics,
        @DefaultValue @Valid @NestedConfigurationProperty RespProperties resp,
        @DefaultValue @Valid @NestedConfigurationProperty HttpProperties http,
        @DefaultValue @Valid Console console,
        @DefaultValue @Valid @NestedConfigurationProperty HistoryProperties history,
        @DefaultValue @Valid Shutdown shutdown,
        @DefaultValue @NestedConfigurationProperty SecurityProperties security,
        @DefaultValue @NestedConfigurationProperty SslProperties ssl) {

    /** What holds for every message. */
    StoreLimits storeLimits() {
        return new StoreLimits(Math.toIntExact(maxMessageSize.toBytes()));
    }

    /** The settings of a topic that is created without any. */
    TopicSettings topicDefaults() {
        return new TopicSettings(
                topic.partitions(),
                retentionTime,
                topic.retentionBytes().toBytes(),
                topic.durability().ofStore());
    }

    GroupOptions groupOptions() {
        return new GroupOptions(groups.rebalanceTimeout(), groups.retentionTime());
    }

    /** Our bounds, and the door's own defaults for readers who name none, as far as they are within. */
    ReplyLimits replyLimits() {
        ReplyLimits byDefault = ReplyLimits.DEFAULT;
        int maxBytes = Math.toIntExact(read.maxSize().toBytes());
        return new ReplyLimits(
                Math.min(byDefault.defaultMessages(), read.maxMessages()),
                read.maxMessages(),
                Math.min(byDefault.defaultPollBytes(), maxBytes),
                Math.min(byDefault.defaultPushBytes(), maxBytes),
                maxBytes);
    }

    HttpSettings httpSettings() {
        return http.settings(
                storeLimits(),
                new ReadLimits(
                        read.maxMessages(), Math.toIntExact(read.maxSize().toBytes())));
    }

    /**
     * What a topic gets that is created without settings of its own.
     *
     * @param partitions Number of partitions.
     * @param retentionBytes Bound on the stored bytes of one partition, the oldest messages leaving first; 0 for none.
     * @param durability What an acknowledgement waits for in the file store: fsync (survives a power cut) or os
     *     (survives a killed process).
     * @param autoCreate Whether producing to a topic that does not exist creates it.
     */
    public record Topic(
            @DefaultValue("1")
            @Min(value = 1, message = "a number from 1 to 10000")
            @Max(value = TopicSettings.MAX_PARTITIONS, message = "a number from 1 to 10000")
            int partitions,

            @DefaultValue("0B") @DataSizeRange(max = "1048576TB")
            DataSize retentionBytes,

            @DefaultValue("fsync") SyncedTo durability,
            @DefaultValue("true") boolean autoCreate) {}

    /** The durabilities that can be chosen; being volatile is not a setting but what the memory store is. */
    public enum SyncedTo {
        /** The operating system's page cache. */
        OS(Durability.OS),
        /** The disk. */
        FSYNC(Durability.FSYNC);

        private final Durability durability;

        SyncedTo(Durability durability) {
            this.durability = durability;
        }

        Durability ofStore() {
            return durability;
        }
    }

    /**
     * How consumer groups work.
     *
     * @param durability What a committed offset waits for in the file store: os (survives a killed process; a power cut
     *     may have the last second's messages delivered again) or fsync (survives a power cut).
     * @param rebalanceTimeout How long a partition that moves to another member waits for its owner to acknowledge what
     *     it has got; 0s moves it at once.
     * @param retentionTime How long a group without members is kept, with its offsets.
     */
    public record Groups(
            @DefaultValue("os") SyncedTo durability,

            @DefaultValue("5s")
            @DurationNotation
            @DurationFormat(DurationStyle.ISO8601)
            @DurationMin(message = "0s or longer")
            Duration rebalanceTimeout,

            @DefaultValue("7d")
            @DurationNotation
            @DurationFormat(DurationStyle.ISO8601)
            @DurationMin(millis = 1, message = "1ms or longer")
            Duration retentionTime) {}

    /**
     * Bounds of what one reply to a reader carries, whatever the reader asks for; one message always fits.
     *
     * @param maxMessages Bound on the messages of one reply.
     * @param maxSize Bound on one encoded reply; readers who name none get less than the 4 MiB that gRPC clients accept.
     */
    public record Read(
            @DefaultValue("100000") @Min(value = 1, message = "1 or more")
            int maxMessages,

            @DefaultValue("32MB") @DataSizeRange(min = "1KB", max = "1GB")
            DataSize maxSize) {}

    /**
     * How the file store uses its disk.
     *
     * @param segmentSize A segment file that has reached this size is followed by a new one.
     * @param freeSpaceFloor Producing is refused while the disk has less free space; 0 never refuses.
     * @param syncThreads How many partitions may be synced at the same time.
     */
    public record File(
            @DefaultValue("64MB") @DataSizeRange(min = "1KB", max = "1GB")
            DataSize segmentSize,

            @DefaultValue("256MB") @DataSizeRange(max = "1048576TB")
            DataSize freeSpaceFloor,

            @DefaultValue("4")
            @Min(value = 1, message = "a number from 1 to 256")
            @Max(value = 256, message = "a number from 1 to 256")
            int syncThreads) {}

    /**
     * How the memory store uses the heap.
     *
     * @param maxSize Bound on the bytes of all messages together, each with 64 besides its own; producing is refused
     *     beyond. 0 is two fifths of the heap.
     */
    public record Memory(
            @DefaultValue("0B") @DataSizeRange(max = "1048576TB")
            DataSize maxSize) {

        /** @param heap the greatest that the process may have, in bytes */
        long maxBytes(long heap) {
            return maxSize.toBytes() == 0 ? heap / 5 * 2 : maxSize.toBytes();
        }
    }

    /**
     * How the service uses the cluster behind it, in profile kafka; spring.kafka says where it is and how to log in.
     *
     * @param replicationFactor Of topics the service creates; -1 is the cluster's default.
     * @param requestTimeout How long the cluster may take for what a caller waits for.
     * @param maxReaders How many reads without a group may be under way at the same time, each with a consumer of its own.
     * @param librdkafkaConfig Path of a file with librdkafka's settings in the sections general, consumer and producer,
     *     such as rafka's librdkafka.json; they win over spring.kafka.
     */
    public record Kafka(
            @DefaultValue("-1")
            @Min(value = -1, message = "a number from 1 to 32767, or -1 for the cluster's default")
            @Max(value = Short.MAX_VALUE, message = "a number from 1 to 32767, or -1 for the cluster's default")
            int replicationFactor,

            @DefaultValue("10s")
            @DurationNotation
            @DurationFormat(DurationStyle.ISO8601)
            @DurationMin(millis = 1, message = "1ms or longer")
            Duration requestTimeout,

            @DefaultValue("200") @Min(value = 1, message = "1 or more")
            int maxReaders,

            @DefaultValue("") String librdkafkaConfig) {}

    /**
     * The console, pages for people at the root of the HTTP door.
     *
     * @param enabled Whether there is one; there is none without the HTTP door.
     */
    public record Console(@DefaultValue("true") boolean enabled) {}

    /**
     * How the service ends.
     *
     * @param gracePeriod How long calls under way may take to finish after the service was told to stop; 0 ends them.
     */
    public record Shutdown(
            @DefaultValue("10s")
            @DurationNotation
            @DurationFormat(DurationStyle.ISO8601)
            @DurationMin(message = "0s or longer")
            Duration gracePeriod) {}
}

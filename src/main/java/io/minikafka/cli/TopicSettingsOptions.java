package io.minikafka.cli;

import io.minikafka.client.Durability;
import io.minikafka.client.TopicConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A topic's settings. What is not given is the service's default, or stays as it is. */
final class TopicSettingsOptions {
    @Option(names = "--partitions", paramLabel = "NUMBER", description = "Partitions; may grow, never shrink.")
    private @Nullable Integer partitions;

    @Option(
            names = "--retention",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Messages older than this are never served; such as 300ms, 1h30m or 7d.")
    private @Nullable Duration retention;

    @Option(
            names = "--retention-bytes",
            paramLabel = "SIZE",
            converter = ByteSizeConverter.class,
            description = "Bound on a partition's bytes, such as 512MB or 10GB; 0 for none.")
    private @Nullable Long retentionBytes;

    @Option(
            names = "--durability",
            paramLabel = "WHICH",
            description = "What an acknowledgement waits for: os (page cache) or fsync (disk).")
    private @Nullable Durability durability;

    TopicConfig config() {
        return new TopicConfig(partitions, retention, retentionBytes, durability);
    }
}

package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.kafka.TestCluster;
import io.minikafka.metrics.Exposition;
import io.minikafka.metrics.Exposition.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus sees of a service that is used through all its doors, and what the documentation says of it. */
class MonitoringTests {
    @TempDir
    private Path root;

    private static void sums(Exposition seen, double expected, String name, String... labels) {
        assertThat(seen.sum(name, labels))
                .as("%s %s", name, String.join(" ", labels))
                .isEqualTo(expected);
    }

    /** What holds over every backend. */
    private static void trafficIsSeen(Exposition seen) {
        sums(seen, 3, "minikafka_messages_produced_total", "topic", "orders", "door", "redis");
        sums(seen, 2, "minikafka_messages_produced_total", "topic", "orders", "door", "grpc");
        sums(seen, 1, "minikafka_messages_produced_total", "topic", "orders", "door", "http");
        sums(seen, 2, "minikafka_messages_delivered_total", "topic", "orders", "door", "redis");
        sums(seen, 6, "minikafka_messages_delivered_total", "topic", "orders", "door", "grpc");
        sums(seen, 6, "minikafka_messages_delivered_total", "topic", "orders", "door", "http");
        sums(seen, 2, "minikafka_messages_acked_total", "topic", "orders", "door", "redis");
        sums(seen, 6, "minikafka_messages_acked_total", "topic", "orders", "door", "grpc");
        sums(seen, 0, "minikafka_messages_acked_total", "topic", "orders", "door", "http");
        sums(seen, 6, "minikafka_append_batch_messages_sum");
        assertThat(seen.sum("minikafka_append_seconds_count")).isBetween(2.0, 6.0);
        assertThat(seen.series("minikafka_append_seconds_bucket")).hasSizeBetween(20, 100);
        sums(seen, 1, "minikafka_rejected_total", "reason", "unknown_topic", "door", "http");
        sums(seen, 1, "minikafka_ready");
        assertThat(seen.series("minikafka_connections")).hasSize(3);
        assertThat(seen.sum("minikafka_connections", "door", "http")).isGreaterThanOrEqualTo(1);
        sums(seen, 4, "minikafka_group_lag", "group", "billing", "topic", "orders");
        sums(seen, 0, "minikafka_group_lag", "group", "shipping", "topic", "orders");
        sums(seen, 0, "minikafka_group_skipped");
        assertThat(seen.names())
                .contains("jvm_memory_used_bytes", "process_cpu_usage", "http_server_requests_seconds_count");
        assertThat(seen.samples())
                .filteredOn(sample -> sample.name().startsWith("minikafka_"))
                .flatExtracting(sample -> sample.labels().keySet())
                .doesNotContain("key", "offset", "client_id");
    }

    /** What is there once groups and the cluster were asked for, and Tomcat has counted the connection that asks. */
    private static Exposition seenOf(MonitoredService service) {
        return await().ignoreExceptions()
                .until(
                        service::scrape,
                        seen -> seen.sum("minikafka_group_lag", "group", "shipping") == 0
                                && seen.sum("minikafka_group_lag", "group", "billing") == 4
                                && seen.labelsOf("minikafka_group_skipped").contains("group")
                                && seen.sum("minikafka_ready") == 1
                                && seen.sum("minikafka_connections", "door", "http") >= 1);
    }

    @Test
    void overFilesEverythingIsMeasured() throws Exception {
        try (MonitoredService service = MonitoredService.start("--minikafka.root-dir=" + root)) {
            Exposition seen = seenOf(service);
            trafficIsSeen(seen);
            sums(seen, 6, "minikafka_log_end_offset", "topic", "orders", "partition", "0");
            sums(seen, 0, "minikafka_log_start_offset", "topic", "orders", "partition", "0");
            sums(seen, 0, "minikafka_expired_total", "topic", "orders");
            assertThat(seen.sum("minikafka_log_size_bytes", "topic", "orders")).isGreaterThan(6);
            assertThat(seen.sum("minikafka_fsync_seconds_count")).isBetween(2.0, 6.0);
            assertThat(seen.series("minikafka_fsync_seconds_bucket")).hasSizeBetween(20, 100);
            assertThat(seen.sum("minikafka_fetch_seconds_count")).isGreaterThanOrEqualTo(3);
            assertThat(seen.sum("minikafka_disk_free_bytes"))
                    .isPositive()
                    .isLessThanOrEqualTo(seen.sum("minikafka_disk_total_bytes"));
            sums(seen, 256 << 20, "minikafka_disk_floor_bytes");

            everyMetricIsInTheTable(seen);
        }
    }

    @Test
    void inMemoryThereIsNoDisk() throws Exception {
        try (MonitoredService service = MonitoredService.start("--spring.profiles.active=memory")) {
            Exposition seen = seenOf(service);
            trafficIsSeen(seen);
            sums(seen, 6, "minikafka_log_end_offset", "topic", "orders", "partition", "0");
            sums(seen, 0, "minikafka_fsync_seconds_count");
            sums(seen, seen.sum("minikafka_log_size_bytes"), "minikafka_memory_held_bytes");
            assertThat(seen.sum("minikafka_memory_held_bytes")).isGreaterThan(6);
            sums(seen, Runtime.getRuntime().maxMemory() / 5 * 2, "minikafka_memory_limit_bytes");
            assertThat(seen.names()).noneMatch(name -> name.startsWith("minikafka_disk"));
        }
    }

    @Test
    void overKafkaItIsTheTrafficAndWhatKafkasClientsMeasure() throws Exception {
        try (MonitoredService service = MonitoredService.start(
                "--spring.profiles.active=kafka",
                "--spring.kafka.bootstrap-servers=" + TestCluster.shared().bootstrapServers())) {
            Exposition seen = seenOf(service);
            trafficIsSeen(seen);
            sums(seen, 1, "minikafka_fetch_seconds_count");
            assertThat(seen.names())
                    .contains("kafka_producer_record_send_total", "minikafka_kafka_consumers")
                    .noneMatch(name -> name.startsWith("minikafka_log")
                            || name.startsWith("minikafka_disk")
                            || name.startsWith("minikafka_memory")
                            || name.startsWith("minikafka_fsync"));
        }
    }

    private static final Set<String> OF_OTHER_BACKENDS =
            Set.of("minikafka_kafka_consumers", "minikafka_memory_held_bytes", "minikafka_memory_limit_bytes");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(minikafka\\.[a-z.]+)` \\| `(minikafka_[a-z_]+)` \\|([^|]*)\\| [^|]+ \\|$");
    private static final Pattern TAG = Pattern.compile("`([a-z]+)`");

    private static void everyMetricIsInTheTable(Exposition seen) throws Exception {
        Set<String> told = new TreeSet<>();
        ROW.matcher(Files.readString(Path.of("docs/monitoring.md"))).results().forEach((MatchResult row) -> {
            String exported = row.group(2);
            told.add(exported);
            assertThat(exported)
                    .as("the Prometheus name of %s", row.group(1))
                    .startsWith(row.group(1).replace('.', '_'));
            if (!OF_OTHER_BACKENDS.contains(exported)) {
                Set<String> tags = TAG.matcher(row.group(3))
                        .results()
                        .map(tag -> tag.group(1))
                        .collect(Collectors.toSet());
                assertThat(seen.series(exported)
                                .findAny()
                                .or(() -> seen.series(exported + "_count").findAny()))
                        .as(exported)
                        .map(sample -> sample.labels().keySet())
                        .hasValue(tags);
            }
        });
        // A timer or summary is one row.
        Set<String> exported = seen.samples().stream()
                .map(Sample::name)
                .filter(name -> name.startsWith("minikafka_"))
                .map(name -> name.replaceFirst("(_seconds|_messages)_(count|sum|max|bucket)$", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
        exported.addAll(OF_OTHER_BACKENDS);
        assertThat(told).isEqualTo(exported);
    }
}

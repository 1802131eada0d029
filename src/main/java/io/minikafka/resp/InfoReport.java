package io.minikafka.resp;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The text of {@code INFO}. Safe for use by many threads. */
final class InfoReport {
    private static final Set<String> ALL = Set.of("all", "default", "everything");

    private final long startedNanos = System.nanoTime();
    private final RespServerSettings settings;
    private final Connections connections;
    private final RespStatistics statistics;
    private final Map<String, Supplier<String>> sections = new LinkedHashMap<>();

    InfoReport(RespServerSettings settings, Connections connections, RespStatistics statistics) {
        this.settings = settings;
        this.connections = connections;
        this.statistics = statistics;
        sections.put("server", this::server);
        sections.put("clients", this::clients);
        sections.put("memory", this::memory);
        sections.put("persistence", () -> section("Persistence", "loading:0"));
        sections.put("stats", this::stats);
        sections.put("replication", () -> section("Replication", "role:master", "connected_slaves:0"));
        sections.put("cluster", () -> section("Cluster", "cluster_enabled:0"));
        sections.put("minikafka", this::minikafka);
    }

    /** @param asked names in lower case; none for all */
    String text(List<String> asked) {
        boolean all = asked.isEmpty() || asked.stream().anyMatch(ALL::contains);
        return sections.entrySet().stream()
                .filter(section -> all || asked.contains(section.getKey()))
                .map(section -> section.getValue().get())
                .collect(Collectors.joining("\r\n"));
    }

    private String server() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos);
        return section(
                "Server",
                "redis_version:" + ConnectionCommands.REDIS_VERSION,
                "redis_mode:standalone",
                "os:" + System.getProperty("os.name"),
                "process_id:" + ProcessHandle.current().pid(),
                "uptime_in_seconds:" + seconds,
                "uptime_in_days:" + TimeUnit.SECONDS.toDays(seconds));
    }

    private String clients() {
        return section(
                "Clients", "connected_clients:" + connections.count(), "maxclients:" + settings.maxConnections());
    }

    private String memory() {
        Runtime runtime = Runtime.getRuntime();
        return section(
                "Memory",
                "used_memory:" + (runtime.totalMemory() - runtime.freeMemory()),
                "total_system_memory:"
                        + ManagementFactory.getMemoryMXBean()
                                .getHeapMemoryUsage()
                                .getMax(),
                "maxmemory:0");
    }

    private String stats() {
        return section(
                "Stats",
                "total_connections_received:" + statistics.connectionsAccepted.sum(),
                "total_commands_processed:" + statistics.commandsProcessed.sum(),
                "rejected_connections:" + statistics.connectionsRejected.sum(),
                "total_error_replies:" + statistics.errorReplies.sum());
    }

    private String minikafka() {
        String counters = statistics.values().entrySet().stream()
                .map(counter -> counter.getKey().replace('.', '_') + ":" + counter.getValue() + "\r\n")
                .collect(Collectors.joining());
        return section("Minikafka", "minikafka_version:" + settings.version()) + counters;
    }

    private static String section(String title, String... lines) {
        return "# " + title + "\r\n" + String.join("\r\n", lines) + "\r\n";
    }
}

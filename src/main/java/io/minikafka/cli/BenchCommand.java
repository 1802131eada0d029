package io.minikafka.cli;

import io.minikafka.cli.bench.BenchMode;
import io.minikafka.cli.bench.BenchPlan;
import io.minikafka.cli.bench.BenchResult;
import io.minikafka.cli.bench.Benchmark;
import io.minikafka.cli.bench.PrivateServer;
import io.minikafka.client.Durability;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.TopicConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a service through the client library. */
@Command(
        name = BenchCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = BenchCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {
            "  minikafka bench",
            "  minikafka bench produce-unary --callers 8 --durability os",
            "  minikafka bench send-async subscribe --size 1024 --duration 30s --json",
            "  minikafka bench poll --embedded",
        })
final class BenchCommand implements Callable<Integer> {
    static final String NAME = "bench";
    static final String PURPOSE =
            "Measures throughput and latency of a running service, in a topic made for it and deleted after.";

    private static final long RETENTION_BYTES = 512L << 20;

    private final Terminal terminal;

    @Parameters(paramLabel = "MODE", description = "What to measure: ${COMPLETION-CANDIDATES} (default: all).")
    private List<BenchMode> modes = new ArrayList<>();

    @Option(names = "--size", paramLabel = "BYTES", description = "Bytes of a message (default: ${DEFAULT-VALUE}).")
    private int size = 100;

    @Option(
            names = "--batch",
            paramLabel = "NUMBER",
            description = "Messages of a request or list (default: 1 for produce-unary, 100 for produce-stream).")
    private @Nullable Integer batch;

    @Option(
            names = "--callers",
            paramLabel = "NUMBER",
            description = "Threads for produce-unary (default: ${DEFAULT-VALUE}).")
    private int callers = 1;

    @Option(
            names = "--warmup",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Time before the measurement (default: 3s).")
    private Duration warmup = Duration.ofSeconds(3);

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Time of the measurement (default: 10s).")
    private Duration duration = Duration.ofSeconds(10);

    @Option(names = "--count", paramLabel = "NUMBER", description = "End it after so many messages.")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--embedded",
            description =
                    "Start a service for it: with the memory store, or with the file store if --durability is given.")
    private boolean embedded;

    @Option(names = "--json", description = "Print JSON, an object a mode.")
    private boolean json;

    @Option(
            names = "--durability",
            paramLabel = "WHICH",
            description = "Durability of the topic: os or fsync (default: the service's).")
    private @Nullable Durability durability;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<BenchPlan> plans = plans();
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        terminal.interrupts().whenInterrupted(() -> stopped.complete(null));
        if (!embedded) {
            try (MinikafkaClient client = connection.connect()) {
                run(client, plans, stopped);
            }
            return ExitCode.OK;
        }
        PrivateServer.Store store = durability == null ? PrivateServer.Store.MEMORY : PrivateServer.Store.FILE;
        try (PrivateServer server = PrivateServer.start(store);
                MinikafkaClient client = connection.connectTo(server.target())) {
            run(client, plans, stopped);
        }
        return ExitCode.OK;
    }

    private void run(MinikafkaClient client, List<BenchPlan> plans, CompletableFuture<Void> stopped) throws Exception {
        String topic = plans.get(0).topic();
        client.topics().create(topic, config());
        try {
            BenchOutput output = json ? BenchOutput.json(terminal.out()) : BenchOutput.text(terminal.out());
            for (BenchPlan plan : plans) {
                if (!stopped.isDone()) {
                    output.print(measure(new Benchmark(client), plan, stopped));
                }
            }
        } finally {
            client.topics().delete(topic);
        }
    }

    private BenchResult measure(Benchmark benchmark, BenchPlan plan, CompletableFuture<Void> stopped) throws Exception {
        if (plan.mode().readsOnly()) {
            benchmark.stock(plan, stopped);
        }
        try (Progress progress = new Progress(terminal.err(), System::nanoTime)) {
            return benchmark.run(
                    plan,
                    (elapsed, messages) -> {
                        if (terminal.interactive()) {
                            show(progress, plan, elapsed, messages);
                        }
                    },
                    stopped);
        }
    }

    private static void show(Progress progress, BenchPlan plan, Duration elapsed, long messages) {
        String detail =
                String.format(Locale.ROOT, "%s %,.0f messages/s", plan.mode(), messages * 1e9 / elapsed.toNanos());
        progress.at(elapsed.toMillis(), plan.duration().toMillis(), detail);
    }

    private List<BenchPlan> plans() {
        String topic = "bench-" + UUID.randomUUID();
        List<BenchMode> wanted = modes.isEmpty() ? List.of(BenchMode.values()) : modes;
        try {
            return wanted.stream()
                    .map(mode -> new BenchPlan(
                            mode,
                            topic,
                            size,
                            batch == null ? mode.usualBatch() : batch,
                            callers,
                            warmup,
                            duration,
                            count))
                    .toList();
        } catch (IllegalArgumentException wrong) {
            throw connection.wrongUsage(String.valueOf(wrong.getMessage()));
        }
    }

    private TopicConfig config() {
        // A benchmark must not fill the machine.
        TopicConfig config = TopicConfig.DEFAULT.withRetentionBytes(RETENTION_BYTES);
        return durability == null ? config : config.withDurability(durability);
    }
}

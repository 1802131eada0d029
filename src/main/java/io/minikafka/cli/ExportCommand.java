package io.minikafka.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.minikafka.group.GroupName;
import io.minikafka.kafka.export.DirectorySource;
import io.minikafka.kafka.export.ExportOptions;
import io.minikafka.kafka.export.ExportOptions.GroupChoice;
import io.minikafka.kafka.export.ExportOptions.Mode;
import io.minikafka.kafka.export.ExportReport;
import io.minikafka.kafka.export.ExportSource;
import io.minikafka.kafka.export.KafkaConnection;
import io.minikafka.kafka.export.KafkaExport;
import io.minikafka.kafka.export.ServerSource;
import io.minikafka.store.StoreException;
import io.minikafka.store.TopicName;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies topics and groups to Kafka. */
@Command(
        name = ExportCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = ExportCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {
            "  minikafka export --from data --to-kafka kafka1:9092,kafka2:9092",
            "  minikafka export --from broker.example:9999 --to-kafka kafka1:9092 --dry-run",
            "  minikafka export --from data --to-kafka kafka1:9093 --kafka-config sasl.properties --topic orders",
            "  minikafka export --from data --to-kafka kafka1:9092 --verify-only --json",
        })
final class ExportCommand implements Callable<Integer> {
    static final String NAME = "export";
    static final String PURPOSE =
            "Copies topics and positions of groups into an Apache Kafka cluster, and compares both"
                    + " sides. Run again, it goes on where it was.";

    private static final int INTERRUPTED = 130;

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec command;

    @Option(
            names = "--from",
            paramLabel = "DIR|HOST:PORT",
            description = "What to export: the root directory of a service that is stopped, or the address of one that"
                    + " runs (default: the service of --host).")
    private @Nullable String from;

    @Option(
            names = "--to-kafka",
            paramLabel = "HOST:PORT[,...]",
            required = true,
            description = "Bootstrap servers of the Kafka cluster.")
    private String bootstrapServers = "";

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Settings of Kafka's Java clients, such as security.protocol, as properties.")
    private @Nullable Path kafkaConfig;

    @Option(
            names = {"-t", "--topic", "-topic"},
            paramLabel = "TOPIC",
            description = "Only this topic; may be given several times (default: all).")
    private List<String> topics = new ArrayList<>();

    @ArgGroup(exclusive = true)
    private Groups groups = new Groups();

    /** Whose positions are exported. */
    static final class Groups {
        @Option(
                names = "--group",
                paramLabel = "GROUP",
                description = "Only the positions of this group; may be given several times (default: all).")
        List<String> named = new ArrayList<>();

        @Option(names = "--no-groups", description = "No positions of groups.")
        boolean none;
    }

    @Option(
            names = "--replication-factor",
            paramLabel = "NUMBER",
            description = "Of the topics that are created (default: the cluster's).")
    private short replicationFactor = ExportOptions.CLUSTER_DEFAULT;

    @ArgGroup(exclusive = true)
    private Extent extent = new Extent();

    /** How far to go. */
    static final class Extent {
        @Option(names = "--dry-run", description = "Only tell what would be copied, and whether it can be.")
        boolean dryRun;

        @Option(names = "--verify-only", description = "Only compare both sides.")
        boolean verifyOnly;
    }

    @Option(names = "--json", description = "Print JSON, an object a line.")
    private boolean json;

    @Option(names = "--quiet", description = "No progress and no notes, only the report and failures.")
    private boolean quiet;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ExportOptions options = options();
        KafkaConnection kafka = new KafkaConnection(bootstrapServers, kafkaSettings(), connection.timeout());
        quietKafka();
        terminal.interrupts().whenInterrupted(() -> {
            // As safe as at any other moment: a later run finds out what Kafka has.
            if (terminal.interactive()) {
                // What shows the progress stays where it is.
                terminal.note("");
            }
            terminal.note("Interrupted. What is copied stays; the same command goes on behind it.");
            Runtime.getRuntime().halt(INTERRUPTED);
        });
        ExportReport report;
        try (ExportSource source = source();
                ExportTerminal progress = new ExportTerminal(terminal, quiet)) {
            report = KafkaExport.run(source, kafka, options, progress);
        }
        ExportOutput output = new ExportOutput(options.mode());
        if (json) {
            output.printAsJson(report, terminal.out());
        } else {
            output.print(report, terminal.out());
        }
        return report.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private ExportOptions options() {
        Mode mode = extent.dryRun ? Mode.PLAN : extent.verifyOnly ? Mode.VERIFY : Mode.COPY;
        try {
            GroupChoice choice = groups.none
                    ? GroupChoice.NONE
                    : groups.named.isEmpty()
                            ? GroupChoice.ALL
                            : GroupChoice.of(
                                    groups.named.stream().map(GroupName::of).collect(Collectors.toSet()));
            return new ExportOptions(
                    mode, topics.stream().map(TopicName::of).collect(Collectors.toSet()), choice, replicationFactor);
        } catch (StoreException wrong) {
            throw connection.wrongUsage(wrong.getMessage());
        }
    }

    private Map<String, String> kafkaSettings() throws IOException {
        Properties properties = new Properties();
        if (kafkaConfig != null) {
            try (Reader reader = Files.newBufferedReader(kafkaConfig, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IllegalArgumentException malformed) {
                throw connection.wrongUsage(kafkaConfig + " is no properties file: " + malformed.getMessage());
            }
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    private ExportSource source() {
        boolean hostGiven =
                command != null && command.commandLine().getParseResult().hasMatchedOption("--host");
        if (from == null) {
            return new ServerSource(connection.connect(), connection.timeout());
        }
        if (hostGiven) {
            throw connection.wrongUsage("--from says what to export, and --host does; accepted is one of them");
        }
        Path directory = Path.of(from);
        if (Files.isDirectory(directory)) {
            return DirectorySource.open(directory);
        }
        if (from.contains("/") || from.contains(File.separator)) {
            throw connection.wrongUsage(
                    "There is no directory " + from + "; accepted is the root directory of a service, or host:port");
        }
        if (!from.contains(":")) {
            throw connection.wrongUsage("'" + from
                    + "' is no directory, and has no port; accepted is the root directory of a service, or host:port");
        }
        return new ServerSource(connection.connectTo(from), connection.timeout());
    }

    /** Kafka's clients would log to standard output; what matters of it, their exceptions say. */
    private static void quietKafka() {
        if (LoggerFactory.getLogger("org.apache.kafka") instanceof Logger kafka) {
            kafka.setLevel(Level.OFF);
        }
    }
}

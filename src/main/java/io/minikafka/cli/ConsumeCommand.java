package io.minikafka.cli;

import io.minikafka.client.Consumer;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupStart;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.ReadOptions;
import io.minikafka.client.StartPosition;
import io.minikafka.client.TopicInfo;
import io.minikafka.client.TopicInfo.PartitionInfo;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a topic's messages. */
@Command(
        name = ConsumeCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = ConsumeCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {
            "  minikafka consume --topic greetings",
            "  minikafka consume --topic orders --from latest --json",
            "  minikafka consume --topic orders --from -15m --no-follow",
            "  minikafka consume --topic orders --partition 2 --from 42 --max 10",
            "  minikafka consume --topic orders --group billing",
            "  minikafka consume -host localhost:9999 -topic orders",
        })
final class ConsumeCommand implements Callable<Integer> {
    static final String NAME = "consume";
    static final String PURPOSE = "Prints the messages of a topic, and those that arrive, until it is interrupted.";

    /** How often to look for a topic that is awaited, and for partitions that were added. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final int OUTPUT_BUFFER_BYTES = 64 << 10;

    private final Terminal terminal;

    @Option(
            names = {"-t", "--topic", "-topic"},
            paramLabel = "TOPIC",
            required = true,
            description = "Topic to consume.")
    private String topic = "";

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            converter = StartConverter.class,
            description = "earliest (default), latest, an offset, a time such as 2026-01-31T08:00:00Z, or how long ago"
                    + " such as -15m.")
    private StartPosition start = StartPosition.earliest();

    @Option(names = "--partition", paramLabel = "NUMBER", description = "Only this partition, from 0 (default: all).")
    private @Nullable Integer partition;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "Read as a member of this consumer group, and acknowledge what is printed.")
    private @Nullable String group;

    @Option(
            names = "--follow",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Go on with what arrives (default), or stop at the end.")
    private boolean follow = true;

    @Option(names = "--max", paramLabel = "NUMBER", description = "Stop after so many messages.")
    private long max = Long.MAX_VALUE;

    @Option(
            names = "--json",
            description = "Print an object a line: topic, partition, offset, timestamp, key, value, headers.")
    private boolean json;

    @Option(
            names = "--key-separator",
            paramLabel = "TEXT",
            converter = Separator.Converter.class,
            description = "Print keys, and this behind them.")
    private @Nullable Separator keySeparator;

    @Option(
            names = "--delimiter",
            paramLabel = "TEXT",
            converter = Separator.Converter.class,
            description =
                    "What to print behind each message; \\n, \\t, \\0 and the like are understood (default: \\n).")
    private Separator delimiter = Separator.NEWLINE;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    ConsumeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (max < 1) {
            throw connection.wrongUsage("--max is " + max + "; accepted is 1 or more");
        }
        GroupSubscription membership = group == null ? null : membership(group);
        LimitedOutput output = new LimitedOutput(output(), max);
        try (MinikafkaClient client = connection.connect()) {
            if (membership != null) {
                followAsMember(client, membership, output);
            } else if (follow) {
                follow(client, output);
            } else {
                readToEnd(client, output);
            }
        }
        if (terminal.interactive()) {
            terminal.note(String.format(Locale.ROOT, "%,d messages", output.printed()));
        }
        return ExitCode.OK;
    }

    private GroupSubscription membership(String name) {
        if (partition != null) {
            throw connection.wrongUsage(
                    "--partition does not go with --group: the members of a group share all partitions");
        }
        if (!follow) {
            throw connection.wrongUsage(
                    "--no-follow does not go with --group: the end is where other members read, too;"
                            + " --max stops after so many messages");
        }
        if (name.isEmpty()) {
            throw connection.wrongUsage("The name of the --group is empty; accepted is 1 to 255 bytes");
        }
        GroupSubscription membership = GroupSubscription.of(name, topic)
                .withMember("minikafka consume")
                .withStartAt(groupStart());
        return max < membership.maxPollMessages() ? membership.withMaxPollMessages((int) max) : membership;
    }

    private GroupStart groupStart() {
        if (start instanceof StartPosition.Earliest) {
            return GroupStart.EARLIEST;
        }
        if (start instanceof StartPosition.Latest) {
            return GroupStart.LATEST;
        }
        throw connection.wrongUsage("With --group, --from is for groups that are new, and is earliest or latest;"
                + " others go on where they have got to");
    }

    private void followAsMember(MinikafkaClient client, GroupSubscription membership, LimitedOutput output)
            throws IOException {
        try (GroupConsumer member = client.join(membership)) {
            GroupFollower follower = new GroupFollower(terminal, member, output);
            terminal.interrupts().whenInterrupted(follower::stop);
            follower.run(connection.timeout());
        }
    }

    static String skippedText(long messages) {
        return String.format(
                Locale.ROOT, "minikafka: retention has removed %,d messages before they could be read", messages);
    }

    private void readToEnd(MinikafkaClient client, LimitedOutput output) throws IOException {
        for (PartitionInfo part : chosen(client.topics().describe(topic))) {
            ReadOptions options = ReadOptions.DEFAULT.withPartition(part.partition());
            try (Consumer consumer = client.consumer(topic, start, options)) {
                boolean more = true;
                while (more && consumer.position() < part.logEndOffset()) {
                    more = output.print(consumer.poll(Duration.ZERO));
                }
                if (consumer.skipped() > 0) {
                    terminal.note(skippedText(consumer.skipped()));
                }
                if (!more) {
                    return;
                }
            }
        }
    }

    private void follow(MinikafkaClient client, LimitedOutput output) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        terminal.interrupts().whenInterrupted(() -> done.complete(null));
        Follower follower = new Follower(terminal, output, done);
        StartPosition from = start;
        int followed = 0;
        boolean awaited = false;
        do {
            Optional<TopicInfo> found = describe(client, followed > 0);
            if (found.isPresent()) {
                List<PartitionInfo> partitions = chosen(found.get());
                for (PartitionInfo part :
                        partitions.subList(Math.min(followed, partitions.size()), partitions.size())) {
                    follower.follow(client, topic, part.partition(), from);
                    followed++;
                }
            } else if (!awaited && followed == 0) {
                awaited = true;
                terminal.note("minikafka: there is no topic '" + topic + "' yet; waiting for it");
            }
            if (start instanceof StartPosition.Latest) {
                // Whatever is in a topic or partition that was not there before has arrived since.
                from = StartPosition.earliest();
            }
        } while (!isDone(done));
    }

    /** The topic, or nothing while it is not there. */
    private Optional<TopicInfo> describe(MinikafkaClient client, boolean following) {
        try {
            return Optional.of(client.topics().describe(topic));
        } catch (MinikafkaException failure) {
            // Subscriptions report what ends them, and get over a lost connection.
            if (failure.kind() == Kind.NOT_FOUND || following) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static boolean isDone(CompletableFuture<Void> done) throws Exception {
        try {
            done.get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private List<PartitionInfo> chosen(TopicInfo info) {
        if (partition == null) {
            if (start instanceof StartPosition.AtOffset && info.partitions().size() > 1) {
                throw connection.wrongUsage("An offset is a place in one partition, and topic '" + topic + "' has "
                        + info.partitions().size() + "; choose one with --partition");
            }
            return info.partitions();
        }
        int wanted = partition;
        return info.partitions().stream()
                .filter(part -> part.partition() == wanted)
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> connection.wrongUsage("There is no partition " + wanted + " in topic '" + topic
                        + "'; it has " + info.partitions().size() + ", counted from 0"));
    }

    private MessageOutput output() {
        OutputStream buffered = new BufferedOutputStream(terminal.out(), OUTPUT_BUFFER_BYTES);
        return json
                ? new JsonOutput(buffered)
                : new TextOutput(buffered, delimiter.bytes(), keySeparator == null ? null : keySeparator.bytes());
    }
}

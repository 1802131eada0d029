package io.minikafka.cli;

import io.minikafka.client.Delivery;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends standard input or a file to a topic. */
@Command(
        name = ProduceCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = ProduceCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {
            "  echo hello | minikafka produce --topic greetings",
            "  minikafka produce --topic orders --key-separator : --file orders.txt",
            "  minikafka produce --topic photos --whole --header type=image/png < photo.png",
            "  minikafka produce -host localhost:9999 -topic orders",
        })
final class ProduceCommand implements Callable<Integer> {
    static final String NAME = "produce";
    static final String PURPOSE =
            "Produces a message a line of standard input. The service creates the topic if need be.";

    private static final int INTERRUPTED = 130;

    private final Terminal terminal;

    @Option(
            names = {"-t", "--topic", "-topic"},
            paramLabel = "TOPIC",
            required = true,
            description = "Topic to produce to.")
    private String topic = "";

    @Option(names = "--file", paramLabel = "FILE", description = "Read this file instead of standard input.")
    private @Nullable Path file;

    @ArgGroup(exclusive = true)
    private Division division = new Division();

    /** How the input is cut into messages. */
    static final class Division {
        @Option(
                names = "--delimiter",
                paramLabel = "TEXT",
                converter = Separator.Converter.class,
                description = "What ends a message; \\n, \\t, \\0 and the like are understood (default: \\n).")
        Separator delimiter = Separator.NEWLINE;

        @Option(names = "--whole", description = "The whole input is one message.")
        boolean whole;
    }

    @Option(names = "--key", paramLabel = "KEY", description = "Key of every message.")
    private @Nullable String key;

    @Option(
            names = "--key-separator",
            paramLabel = "TEXT",
            converter = Separator.Converter.class,
            description = "What stands before it in a message is its key; a message without it gets --key, or none.")
    private @Nullable Separator keySeparator;

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            description = "Header of every message; may be given several times.")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--partition", paramLabel = "NUMBER", description = "Partition of every message, from 0.")
    private @Nullable Integer partition;

    @Option(
            names = "--delivery",
            paramLabel = "WHICH",
            converter = DeliveryConverter.class,
            description = "When the connection breaks: at-least-once (send again; the default) or at-most-once (fail).")
    private Delivery delivery = Delivery.AT_LEAST_ONCE;

    @Option(names = "--json", description = "Print where each message went, an object a line.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    ProduceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        MessageTemplate template = template();
        ProducerOptions options =
                ProducerOptions.DEFAULT.withDelivery(delivery).withDeliveryTimeout(connection.timeout());
        ProduceReport report =
                json ? ProduceReport.withPlaces(terminal, terminal.out()) : ProduceReport.quiet(terminal);
        long started = System.nanoTime();
        try (InputStream in = file == null ? terminal.in() : Files.newInputStream(file);
                MinikafkaClient client = connection.connect()) {
            Producer producer = client.producer(topic, options);
            terminal.interrupts().whenInterrupted(() -> {
                // Reading standard input cannot be interrupted, so the process ends here.
                producer.close();
                summarize(report, producer, started);
                Runtime.getRuntime().halt(INTERRUPTED);
            });
            send(input(in), template, producer, report);
            producer.close();
            summarize(report, producer, started);
        }
        boolean fine = report.failure() == null
                ? report.failed() == 0
                : report.failure() instanceof StandardOutput.ReaderGoneException;
        return fine ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void send(MessageInput input, MessageTemplate template, Producer producer, ProduceReport report)
            throws IOException {
        long size = file == null ? 0 : Files.size(file);
        try (Progress progress = new Progress(terminal.err(), System::nanoTime)) {
            for (byte[] message = input.next(); message != null; message = input.next()) {
                report.sent();
                var unused = producer.sendAsync(template.apply(message)).whenComplete(report::settled);
                if (report.failure() != null) {
                    return;
                }
                if (terminal.interactive() && size > 0) {
                    progress.at(input.bytesRead(), size, String.format(Locale.ROOT, "%,d stored", report.stored()));
                }
            }
        }
    }

    private void summarize(ProduceReport report, Producer producer, long started) {
        double seconds = (System.nanoTime() - started) / 1e9;
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d messages stored in topic '%s' in %.1f s (%,.0f a second)",
                report.stored(),
                topic,
                seconds,
                report.stored() / seconds));
        if (report.failed() > 0) {
            text.append(String.format(Locale.ROOT, "; %,d failed", report.failed()));
        }
        long twice = Math.min(producer.resent(), report.stored());
        if (twice > 0) {
            text.append(String.format(Locale.ROOT, "; up to %,d of them twice, since they were sent again", twice));
        }
        terminal.note(text.toString());
    }

    private MessageInput input(InputStream in) {
        if (division.delimiter.isEmpty()) {
            throw connection.wrongUsage("--delimiter is empty; accepted is one character or more");
        }
        return division.whole ? new WholeInput(in) : new DelimitedInput(in, division.delimiter.bytes());
    }

    private MessageTemplate template() {
        return new MessageTemplate(
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                keySeparator == null || keySeparator.isEmpty() ? null : keySeparator.bytes(),
                headers.stream().map(this::header).toList(),
                partition);
    }

    private MessageHeader header(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw connection.wrongUsage("The header '" + text + "' has no '='; accepted is NAME=VALUE");
        }
        return MessageHeader.of(text.substring(0, equals), text.substring(equals + 1));
    }
}

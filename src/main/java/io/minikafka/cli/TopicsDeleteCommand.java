package io.minikafka.cli;

import io.minikafka.client.MinikafkaClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a topic and all its messages. */
@Command(
        name = TopicsDeleteCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = TopicsDeleteCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {"  minikafka topics delete orders"})
final class TopicsDeleteCommand implements Callable<Integer> {
    static final String NAME = "delete";
    static final String PURPOSE = "Deletes a topic and all its messages.";

    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic = "";

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    TopicsDeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (MinikafkaClient client = connection.connect()) {
            client.topics().delete(topic);
            terminal.note("Deleted topic '" + topic + "'");
            return ExitCode.OK;
        }
    }
}

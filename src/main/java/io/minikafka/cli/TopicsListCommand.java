package io.minikafka.cli;

import io.minikafka.client.MinikafkaClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the names of all topics. */
@Command(
        name = TopicsListCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = TopicsListCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {"  minikafka topics list", "  minikafka topics list --json"})
final class TopicsListCommand implements Callable<Integer> {
    static final String NAME = "list";
    static final String PURPOSE = "Prints the names of all topics.";

    private final Terminal terminal;

    @Option(names = "--json", description = "Print JSON, an object a line.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    TopicsListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (MinikafkaClient client = connection.connect()) {
            List<String> names = client.topics().list();
            if (json) {
                TopicOutput.printNamesAsJson(names, terminal.out());
            } else {
                TopicOutput.printNames(names, terminal.out());
            }
            return ExitCode.OK;
        }
    }
}

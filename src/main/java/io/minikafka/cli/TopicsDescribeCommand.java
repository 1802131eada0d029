package io.minikafka.cli;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.TopicInfo;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a topic's settings, partitions and offsets. */
@Command(
        name = TopicsDescribeCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = TopicsDescribeCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {"  minikafka topics describe orders", "  minikafka topics describe orders --json"})
final class TopicsDescribeCommand implements Callable<Integer> {
    static final String NAME = "describe";
    static final String PURPOSE = "Prints a topic's settings, partitions and offsets.";

    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic = "";

    @Option(names = "--json", description = "Print JSON, an object a line.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    TopicsDescribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (MinikafkaClient client = connection.connect()) {
            TopicInfo info = client.topics().describe(topic);
            if (json) {
                TopicOutput.printAsJson(info, terminal.out());
            } else {
                TopicOutput.print(info, terminal.out());
            }
            return ExitCode.OK;
        }
    }
}

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

/** Creates a topic. */
@Command(
        name = TopicsCreateCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = TopicsCreateCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {
            "  minikafka topics create orders",
            "  minikafka topics create orders --partitions 4 --retention 7d --durability os"
        })
final class TopicsCreateCommand implements Callable<Integer> {
    static final String NAME = "create";
    static final String PURPOSE = "Creates a topic.";

    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic = "";

    @Mixin
    private final TopicSettingsOptions settings = new TopicSettingsOptions();

    @Option(names = "--json", description = "Print JSON, an object a line.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    TopicsCreateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (MinikafkaClient client = connection.connect()) {
            TopicInfo info = client.topics().create(topic, settings.config());
            if (json) {
                TopicOutput.printAsJson(info, terminal.out());
            } else {
                TopicOutput.print(info, terminal.out());
            }
            return ExitCode.OK;
        }
    }
}

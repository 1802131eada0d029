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

/** Changes a topic: what the options name, and nothing else. */
@Command(
        name = TopicsUpdateCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = TopicsUpdateCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {"  minikafka topics update orders --retention 1d --retention-bytes 10GB"})
final class TopicsUpdateCommand implements Callable<Integer> {
    static final String NAME = "update";
    static final String PURPOSE = "Changes a topic: what the options name, and nothing else.";

    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic = "";

    @Mixin
    private final TopicSettingsOptions settings = new TopicSettingsOptions();

    @Option(names = "--json", description = "Print JSON, an object a line.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    TopicsUpdateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (MinikafkaClient client = connection.connect()) {
            TopicInfo info = client.topics().update(topic, settings.config());
            if (json) {
                TopicOutput.printAsJson(info, terminal.out());
            } else {
                TopicOutput.print(info, terminal.out());
            }
            return ExitCode.OK;
        }
    }
}

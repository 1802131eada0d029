package io.minikafka.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to do with topics. */
@Command(
        name = TopicsCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        description = TopicsCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {
            "  minikafka topics list",
            "  minikafka topics create orders --partitions 4 --retention 7d --durability fsync",
            "  minikafka topics update orders --retention 1d --retention-bytes 10GB",
            "  minikafka topics describe orders --json",
            "  minikafka topics delete orders",
        })
final class TopicsCommand implements Runnable {
    static final String NAME = "topics";
    static final String PURPOSE = "Lists, creates, describes, changes and deletes topics.";

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public void run() {
        if (command != null) {
            throw new ParameterException(command.commandLine(), "Missing: what to do with topics");
        }
    }
}

package io.minikafka.cli;

import io.minikafka.server.MinikafkaServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Starts the service. */
@Command(
        name = ServerCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = ServerCommand.PURPOSE,
        customSynopsis = "minikafka [server] [--SETTING=VALUE...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  minikafka",
            "  minikafka server --minikafka.host=127.0.0.1:9998 --minikafka.retention-time=7d",
            "  MINIKAFKA_ROOT_DIR= minikafka server                keep messages in memory only",
            "",
            "The settings are listed in README.md; each can also be set in the environment.",
        })
final class ServerCommand implements Callable<Integer> {
    static final String NAME = "server";
    static final String PURPOSE = "Starts the service and runs it until it is told to stop.";

    @Unmatched
    private final List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        return MinikafkaServer.run(settings.toArray(String[]::new));
    }
}

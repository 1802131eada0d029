package io.minikafka.cli;

import io.minikafka.client.HealthStatus;
import io.minikafka.client.MinikafkaClient;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks the service whether it serves. */
@Command(
        name = HealthCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        description = HealthCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {"  minikafka health", "  minikafka health --host broker.example:9999 --timeout 2s --json"})
final class HealthCommand implements Callable<Integer> {
    static final String NAME = "health";
    static final String PURPOSE =
            "Prints SERVING and ends with 0, or prints NOT_SERVING or UNKNOWN, or nothing, and ends with 1.";

    private final Terminal terminal;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    HealthCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (MinikafkaClient client = connection.connect()) {
            HealthStatus status = client.health();
            if (json) {
                JsonLines lines = new JsonLines(new BufferedOutputStream(terminal.out()));
                lines.write(object -> object.writeStringProperty("status", status.name()));
                lines.flush();
            } else {
                terminal.out().write((status + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return status == HealthStatus.SERVING ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }
}

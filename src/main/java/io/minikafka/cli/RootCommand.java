package io.minikafka.cli;

import picocli.CommandLine.Command;

/** What {@code minikafka --help} shows. */
@Command(
        name = "minikafka",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Topics you can keep. Without a command, starts the service.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  minikafka                                          start the service",
            "  echo hello | minikafka produce --topic greetings   produce a message a line",
            "  minikafka consume --topic greetings                print what is there and what arrives",
            "  minikafka topics describe greetings                settings, partitions, offsets",
            "",
            "The address of the service is --host, or else the environment's MINIKAFKA_HOST, or else",
            "localhost:9999. Exit codes: 0 done, 1 failed, 2 wrong usage.",
        })
final class RootCommand implements Runnable {
    private final Terminal terminal;

    RootCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.err().println("Try 'minikafka --help' for what is possible.");
    }
}

package io.minikafka.cli;

import io.minikafka.server.MinikafkaServer;
import java.util.Arrays;
import java.util.Set;

/** Where the executable starts: the service, or one command of the command line. */
public final class Main {
    private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");

    private Main() {}

    /**
     * Without arguments, with {@code server} or with nothing but settings ({@code --name=value}), starts the service;
     * otherwise runs the command named first.
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        if (startsServer(args)) {
            // Not by way of the command line: the service should not pay for it at every start.
            boolean named = args.length > 0 && args[0].equals(ServerCommand.NAME);
            return MinikafkaServer.run(named ? Arrays.copyOfRange(args, 1, args.length) : args);
        }
        return Commands.forArguments(Terminal.ofProcess(), args).execute(args);
    }

    static boolean startsServer(String... args) {
        if (Arrays.stream(args).anyMatch(HELP::contains)) {
            return false;
        }
        return args.length == 0
                || args[0].equals(ServerCommand.NAME)
                || (args[0].startsWith("--") && args[0].contains("="));
    }
}

package io.minikafka.cli;

import io.minikafka.server.PasswordHashes;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the hash of a password that the service's settings want. */
@Command(
        name = HashPasswordCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = HashPasswordCommand.PURPOSE,
        footerHeading = "%nExamples:%n",
        footer = {
            "  minikafka hash-password                     ask for the password, twice",
            "  minikafka hash-password < password.txt      take the first line",
            "",
            "The hash is the value of minikafka.security.users.NAME.password.",
        })
final class HashPasswordCommand implements Callable<Integer> {
    static final String NAME = "hash-password";
    static final String PURPOSE = "Reads a password and prints its hash, for the service's settings.";

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec command;

    HashPasswordCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String password = terminal.interactive() ? asked() : firstLine();
        if (password.isEmpty()) {
            throw refused("The password is empty; accepted is one character or more");
        }
        String hash;
        try {
            hash = PasswordHashes.hash(password);
        } catch (IllegalArgumentException tooLong) {
            throw refused("The password has " + password.getBytes(StandardCharsets.UTF_8).length
                    + " bytes; bcrypt takes 72 at most");
        }
        terminal.out().write((hash + "\n").getBytes(StandardCharsets.UTF_8));
        return ExitCode.OK;
    }

    private String asked() {
        Console console = System.console();
        if (console == null) {
            throw new IllegalStateException("A terminal without a console");
        }
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Again: ");
        if (!Arrays.equals(first, second)) {
            throw refused("The two passwords differ");
        }
        return first == null ? "" : new String(first);
    }

    private String firstLine() throws IOException {
        String line = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line;
    }

    private ParameterException refused(String message) {
        if (command == null) {
            throw new IllegalStateException("Not part of a command line");
        }
        return new ParameterException(command.commandLine(), message);
    }
}

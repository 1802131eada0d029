package io.minikafka.cli;

import io.minikafka.client.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom a command calls. Secrets come from files or the environment, never from options, which others can see. */
final class LoginOptions {
    static final String PASSWORD = "MINIKAFKA_CLIENT_PASSWORD";
    static final String TOKEN = "MINIKAFKA_CLIENT_TOKEN";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "${env:MINIKAFKA_CLIENT_USER:-}",
            description = "Log in as this user (default: MINIKAFKA_CLIENT_USER, or else nobody), with the password in "
                    + PASSWORD + " or --password-file.")
    private String user = "";

    @Option(names = "--password-file", paramLabel = "FILE", description = "File with the user's password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with a bearer token to log in with (default: the one in " + TOKEN + ", if any).")
    private @Nullable Path tokenFile;

    /**
     * What to log in with; null for nothing.
     *
     * @throws IllegalArgumentException when the options do not fit together
     * @throws UncheckedIOException when a file cannot be read
     */
    @Nullable
    Credentials credentials(Map<String, String> environment) {
        if (user.isEmpty()) {
            if (passwordFile != null) {
                throw new IllegalArgumentException("--password-file needs --user");
            }
            String token = tokenFile == null ? environment.getOrDefault(TOKEN, "") : content(tokenFile);
            return token.isEmpty() ? null : Credentials.token(() -> token);
        }
        if (tokenFile != null) {
            throw new IllegalArgumentException(
                    "--user and --token-file are two ways to log in; accepted is one of them");
        }
        String password = passwordFile == null ? environment.get(PASSWORD) : content(passwordFile);
        if (password == null) {
            throw new IllegalArgumentException(
                    "--user needs a password, in the environment's " + PASSWORD + " or in a --password-file");
        }
        return Credentials.password(user, password);
    }

    /** Without the line end that editors put at the end. */
    private static String content(Path file) {
        try {
            return Files.readString(file).replaceAll("\\R\\z", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.minikafka.cli;

import io.minikafka.client.Credentials;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaClientBuilder;
import io.minikafka.client.Tls;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which service a command talks to, and how. */
final class ConnectionOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = {"--host", "-host"},
            paramLabel = "HOST:PORT",
            defaultValue = "${env:MINIKAFKA_HOST:-localhost:9999}",
            description = "Address of the service (default: MINIKAFKA_HOST, or else localhost:9999).")
    private String host = "";

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long to wait for the service's answers (default: 10s).")
    private Duration timeout = Duration.ZERO;

    @Option(names = "--tls", description = "Encrypt the connection; implied by the options below.")
    private boolean encrypted;

    @Option(
            names = {"--tls-trust", "--ca"},
            paramLabel = "FILE",
            description = "Certificates to trust, PEM (default: Java's).")
    private @Nullable Path trust;

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "Certificate chain to show, PEM.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's private key, PEM (PKCS#8).")
    private @Nullable Path key;

    @Mixin
    private final LoginOptions login = new LoginOptions();

    /** A client of that service. */
    MinikafkaClient connect() {
        return connectTo(host);
    }

    /** A client of another service. */
    MinikafkaClient connectTo(String target) {
        quietLibraries();
        try {
            MinikafkaClientBuilder builder = MinikafkaClient.builder(target).requestTimeout(timeout);
            if (encrypted || trust != null || certificate != null || key != null) {
                builder.tls(new Tls(trust, certificate, key));
            }
            Credentials credentials = login.credentials(System.getenv());
            if (credentials != null) {
                builder.credentials(credentials);
            }
            return builder.build();
        } catch (IllegalArgumentException wrong) {
            throw wrongUsage(String.valueOf(wrong.getMessage()));
        }
    }

    Duration timeout() {
        return timeout;
    }

    ParameterException wrongUsage(String message) {
        if (command == null) {
            throw new IllegalStateException("Not part of a command");
        }
        return new ParameterException(command.commandLine(), message);
    }

    /** The libraries below would log to standard output, through a framework that takes long to start. */
    private static void quietLibraries() {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        Logger.getLogger("").setLevel(Level.SEVERE);
    }
}

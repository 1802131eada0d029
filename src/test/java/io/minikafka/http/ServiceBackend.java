package io.minikafka.http;

import io.minikafka.kafka.TestCluster;
import io.minikafka.server.RunningServer;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the whole service may be over. */
enum ServiceBackend {
    MEMORY("memory") {
        @Override
        RunningServer start(Path root, String... args) {
            return RunningServer.start(with(args, "--spring.profiles.active=memory"));
        }
    },
    FILE("fsync") {
        @Override
        RunningServer start(Path root, String... args) {
            return RunningServer.start(with(args, "--minikafka.root-dir=" + root));
        }
    },
    KAFKA("cluster") {
        @Override
        RunningServer start(Path root, String... args) {
            return RunningServer.start(with(
                    args,
                    "--spring.profiles.active=kafka",
                    "--spring.kafka.bootstrap-servers=" + TestCluster.shared().bootstrapServers()));
        }
    };

    private final String durability;

    ServiceBackend(String durability) {
        this.durability = durability;
    }

    /** As the API writes it. */
    String durability() {
        return durability;
    }

    abstract RunningServer start(Path root, String... args);

    private static String[] with(String[] args, String... more) {
        return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
    }
}

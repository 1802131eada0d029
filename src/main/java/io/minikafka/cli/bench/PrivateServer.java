package io.minikafka.cli.bench;

import io.minikafka.client.HealthStatus;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A service in a process of its own, on loopback, with a directory that goes when it goes. */
public final class PrivateServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MILLIS = 100;
    private static final long STOP_SECONDS = 30;

    private final Path directory;
    private final String target;
    private final Process process;

    /** Where it keeps its messages. */
    public enum Store {
        MEMORY,
        FILE
    }

    private PrivateServer(Path directory, String target, Process process) {
        this.directory = directory;
        this.target = target;
        this.process = process;
    }

    /** Starts one and waits until it serves. */
    public static PrivateServer start(Store store) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("minikafka-bench");
        String target = "127.0.0.1:" + freePort();
        List<String> command = new ArrayList<>(javaCommand());
        command.addAll(List.of(
                "server",
                "--minikafka.host=" + target,
                "--minikafka.root-dir=" + directory.resolve("data"),
                "--server.port=0",
                "--minikafka.resp.enabled=false",
                "--spring.profiles.active=" + (store == Store.MEMORY ? "memory" : "file")));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MINIKAFKA_"));
        PrivateServer server = new PrivateServer(directory, target, builder.start());
        server.awaitServing();
        return server;
    }

    /** Its {@code host:port}. */
    public String target() {
        return target;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        delete(directory);
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }

    private void awaitServing() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        try (MinikafkaClient client = MinikafkaClient.connect(target)) {
            while (!isServing(client)) {
                boolean ended = process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                if (ended || System.nanoTime() - deadline > 0) {
                    String log = Files.readString(directory.resolve("log"), StandardCharsets.UTF_8);
                    close();
                    throw new IOException("The service did not start: " + log.strip());
                }
            }
        }
    }

    private static boolean isServing(MinikafkaClient client) {
        try {
            return client.health() == HealthStatus.SERVING;
        } catch (MinikafkaException notYet) {
            return false;
        }
    }

    /** What started this process, without its arguments. */
    private static List<String> javaCommand() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        boolean packaged = classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator"));
        return packaged ? List.of(java, "-jar", classPath) : List.of(java, "-cp", classPath, "io.minikafka.cli.Main");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

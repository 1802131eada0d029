package io.minikafka.packaged;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged jar in a process of its own, on free loopback ports. */
final class PackagedServer implements AutoCloseable {
    /** Generous, for machines that do many things at once. */
    private static final long PATIENCE_SECONDS = 120;

    private static final Pattern READY = Pattern.compile(
            "minikafka is ready after .*gRPC on 127\\.0\\.0\\.1:(\\d+), Redis on 127\\.0\\.0\\.1:(\\d+), HTTP on 127\\.0\\.0\\.1:(\\d+),.*");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
    private final Thread reader = new Thread(this::read, "server-output");

    private PackagedServer(Process process) {
        this.process = process;
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the process, which may not be ready yet and may never be. */
    static PackagedServer launch(Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MINIKAFKA_") || name.startsWith("SPRING_"));
        builder.environment().put("MINIKAFKA_HOST", "127.0.0.1:0");
        builder.environment().put("MINIKAFKA_RESP_PORT", "0");
        builder.environment().put("SERVER_PORT", "0");
        builder.environment().putAll(environment);
        try {
            return new PackagedServer(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the process and waits until it is ready. */
    static PackagedServer start(Map<String, String> environment) {
        PackagedServer server = launch(environment);
        server.awaitReady();
        return server;
    }

    /** Runs the jar, compiled only as far as pays for a short life: most of these tests are starts. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                jar().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    static Path jar() {
        return Path.of(System.getProperty("minikafka.jar"));
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher matcher = READY.matcher(line);
                if (matcher.find()) {
                    ready.complete(matcher);
                }
            }
        } catch (IOException e) {
            output.add(e.toString());
        }
        ready.completeExceptionally(new IllegalStateException("The server ended before it was ready: " + output));
    }

    private Matcher awaitReady() {
        try {
            return ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.toHandle().destroyForcibly();
            throw new IllegalStateException("The server did not become ready: " + output, e);
        }
    }

    int httpPort() {
        return Integer.parseInt(awaitReady().group(3));
    }

    int redisPort() {
        return Integer.parseInt(awaitReady().group(2));
    }

    int grpcPort() {
        return Integer.parseInt(awaitReady().group(1));
    }

    /** A new channel, which the caller shuts down. */
    ManagedChannel channel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", grpcPort())
                .usePlaintext()
                .build();
    }

    /**
     * What the service has written so far; all of it once its end was waited for. Without the warnings with which newer
     * JVMs greet libraries of older days.
     */
    List<String> output() {
        return output.stream().filter(line -> !line.startsWith("WARNING: ")).toList();
    }

    /** SIGKILL: the process can do nothing about it. */
    void kill() {
        process.toHandle().destroyForcibly();
        exitCode();
    }

    /** SIGTERM, with the output left open: {@link Process#destroy()} would close it. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Whether it ends by itself, or has ended, in this time. */
    boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the end, and for the last of what it wrote. */
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The server did not end: " + output);
            }
            reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}

package io.minikafka.bench.resp;

import io.minikafka.bench.ScratchDirectory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server that speaks the Redis protocol, as a process of its own on a free port of loopback. */
public final class RespServer implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long RETRY_MILLIS = 50;
    private static final long GRACE_MILLIS = 20_000;

    private final Process process;
    private final Path directory;
    private final int port;
    private final int grpcPort;

    private RespServer(Process process, Path directory, int port, int grpcPort) {
        this.process = process;
        this.directory = directory;
        this.port = port;
        this.grpcPort = grpcPort;
    }

    static RespServer redis(List<String> options) throws IOException {
        int port = freePort();
        Path directory = ScratchDirectory.create();
        List<String> command = new ArrayList<>(List.of("redis-server", "--port", "" + port, "--bind", "127.0.0.1"));
        command.addAll(List.of("--save", "", "--dir", directory.toString(), "--auto-aof-rewrite-percentage", "0"));
        command.addAll(options);
        return started(new ProcessBuilder(command), directory, port, 0);
    }

    /** @param withFile whether values go to a file */
    static RespServer bare(String decoder, boolean withFile) throws IOException {
        Path directory = ScratchDirectory.create();
        List<String> command = java(BareRedisServer.class.getName());
        command.add(decoder);
        if (withFile) {
            command.add(directory.resolve("values").toString());
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new RespServer(
                process, directory, Integer.parseInt(process.inputReader().readLine()), 0);
    }

    /** Ours, from {@code -Dbench.jar} or the class path, with settings by the names they have in the environment. */
    public static RespServer ours(Map<String, String> environment) throws IOException {
        int port = freePort();
        int grpcPort = freePort();
        Path directory = ScratchDirectory.create();
        String jar = System.getProperty("bench.jar");
        List<String> command = jar == null ? java("io.minikafka.cli.Main") : java("-jar", jar);
        command.add("server");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MINIKAFKA_HOST", "127.0.0.1:" + grpcPort);
        builder.environment().put("MINIKAFKA_RESP_PORT", "" + port);
        builder.environment()
                .put("MINIKAFKA_ROOT_DIR", directory.resolve("data").toString());
        builder.environment().put("MINIKAFKA_TOPIC_RETENTIONBYTES", "256MB");
        builder.environment().put("SERVER_PORT", "0");
        builder.environment().putAll(environment);
        return started(builder, directory, port, grpcPort);
    }

    private static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx2g", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return command;
    }

    private static RespServer started(ProcessBuilder builder, Path directory, int port, int grpcPort)
            throws IOException {
        Path log = directory.resolve("log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        RespServer server = new RespServer(process, directory, port, grpcPort);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!server.answers()) {
            if (server.endsWithin(RETRY_MILLIS) || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("No answer on port " + port + " from " + builder.command() + ", see " + log);
            }
        }
        return server;
    }

    private boolean answers() {
        try (RespClient client = new RespClient(port)) {
            return client.call("PING").equals("PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean endsWithin(long millis) throws IOException {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    public int grpcPort() {
        return grpcPort;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        if (!endsWithin(GRACE_MILLIS)) {
            process.destroyForcibly();
            endsWithin(GRACE_MILLIS);
        }
        ScratchDirectory.delete(directory);
    }
}

package io.minikafka.resp;

import io.minikafka.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Redis's own server as the reference: a process of its own on a free loopback port, which stores nothing. */
final class RedisServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

    /** Somebody else may take a port between our look and Redis's. */
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final int port;

    private RedisServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    static RedisServer start() {
        for (int left = ATTEMPTS; ; left--) {
            try {
                return startAt(FreePorts.any());
            } catch (IOException e) {
                if (left == 1) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static RedisServer startAt(int port) throws IOException {
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--databases",
                        "1")
                .redirectErrorStream(true)
                .start();
        RedisServer server = new RedisServer(process, port);
        server.awaitReady();
        return server;
    }

    private void awaitReady() throws IOException {
        BufferedReader output = process.inputReader();
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains("Ready to accept connections")) {
                return;
            }
            seen.append(line).append('\n');
        }
        throw new IOException("redis-server ended before it was ready: " + seen);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

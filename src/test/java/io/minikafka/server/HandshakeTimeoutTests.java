package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.PemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection that does not say what it is for holds its place for a while only, at every door. */
class HandshakeTimeoutTests {
    /** The beginning of a TLS handshake, whose rest never comes. */
    private static final byte[] HALF_A_HELLO = {22, 3, 1, 1, 0, 1, 0};

    private static final byte[] NOTHING = {};

    @Test
    void aConnectionWhoseHandshakeNeverEndsIsClosed(@TempDir Path directory) throws Exception {
        PemFiles files = PemFiles.generate(directory, "server");
        try (RunningServer server = RunningServer.start(
                "--spring.profiles.active=memory",
                "--spring.ssl.bundle.pem.doors.keystore.certificate=file:" + files.certificate(),
                "--spring.ssl.bundle.pem.doors.keystore.private-key=file:" + files.privateKey(),
                "--minikafka.ssl.bundle=doors",
                "--server.ssl.bundle=doors")) {
            Map<String, Integer> doors =
                    Map.of("Redis", server.redisPort(), "gRPC", server.grpcPort(), "HTTP", server.httpPort());
            Map<String, CompletableFuture<Void>> ends = Stream.of(HALF_A_HELLO, NOTHING)
                    .flatMap(bytes -> doors.entrySet().stream()
                            .map(door -> Map.entry(
                                    door.getKey() + " after " + bytes.length + " bytes",
                                    closed(door.getValue(), bytes))))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            ends.forEach((connection, end) -> assertThat(end).as(connection).succeedsWithin(90, TimeUnit.SECONDS));
        }
    }

    @Test
    void aGrpcConnectionThatNeverSpeaksHttpIsClosed() {
        try (RunningServer server = RunningServer.start("--spring.profiles.active=memory")) {
            assertThat(closed(server.grpcPort(), NOTHING)).succeedsWithin(90, TimeUnit.SECONDS);
        }
    }

    /** Completes when the server closes the connection. */
    private static CompletableFuture<Void> closed(int port, byte[] bytes) {
        return CompletableFuture.runAsync(
                () -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        socket.getOutputStream().write(bytes);
                        while (socket.getInputStream().read() >= 0) {
                            // The server's own greeting.
                        }
                    } catch (SocketException e) {
                        // Reset, which is an end, too.
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "waiting-for-the-end").start());
    }
}

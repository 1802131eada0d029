package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.minikafka.client.PemFiles;
import io.minikafka.v1.Message;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.ProduceRequest;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Encryption of the gRPC and the Redis door, with real certificates and clients. */
class DoorTlsTests {
    @TempDir
    static Path made;

    private static PemFiles first;
    private static PemFiles second;
    private static PemFiles device;
    private static PemFiles other;

    @TempDir
    Path used;

    private RunningServer server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        first = PemFiles.generate(made, "first");
        second = PemFiles.generate(made, "second");
        device = PemFiles.generate(made, "device");
        other = PemFiles.generate(made, "other");
    }

    @BeforeEach
    void start() throws IOException {
        use(first);
        trust(device);
        server = RunningServer.start(
                "--spring.profiles.active=memory",
                "--spring.ssl.bundle.pem.doors.keystore.certificate=file:" + used.resolve("server.crt"),
                "--spring.ssl.bundle.pem.doors.keystore.private-key=file:" + used.resolve("server.key"),
                "--spring.ssl.bundle.pem.doors.truststore.certificate=file:" + used.resolve("clients.crt"),
                "--spring.ssl.bundle.pem.doors.reload-on-update=true",
                "--spring.ssl.bundle.watch.file.quiet-period=100ms",
                "--minikafka.ssl.bundle=doors",
                "--minikafka.ssl.client-auth=optional",
                "--minikafka.resp.password=secret",
                "--minikafka.security.users.device.rights=produce:readings");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void use(PemFiles files) throws IOException {
        Files.copy(files.privateKey(), used.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(files.certificate(), used.resolve("server.crt"), StandardCopyOption.REPLACE_EXISTING);
    }

    private void trust(PemFiles files) throws IOException {
        Files.copy(files.certificate(), used.resolve("clients.crt"), StandardCopyOption.REPLACE_EXISTING);
    }

    private int grpcPort() {
        return server.context().getBean(GrpcDoor.class).getPort();
    }

    private int redisPort() {
        return server.context().getBean(RespDoor.class).listensOn().port();
    }

    /** @param identity null for a client without a certificate */
    private ManagedChannel channel(PemFiles trusted, PemFiles identity) throws IOException {
        SslContextBuilder tls =
                GrpcSslContexts.forClient().trustManager(trusted.certificate().toFile());
        if (identity != null) {
            tls.keyManager(
                    identity.certificate().toFile(), identity.privateKey().toFile());
        }
        return NettyChannelBuilder.forAddress("127.0.0.1", grpcPort())
                .sslContext(tls.build())
                .build();
    }

    private static void produce(ManagedChannel channel, String topic) {
        var produced = MessageServiceGrpc.newBlockingStub(channel)
                .produce(ProduceRequest.newBuilder()
                        .setTopic(topic)
                        .addMessages(Message.getDefaultInstance())
                        .build());
        assertThat(produced.getRunsCount()).isEqualTo(1);
    }

    @Test
    void aCertificateNamesAUserOfGrpc() throws IOException {
        ManagedChannel named = channel(first, device);
        ManagedChannel nameless = channel(first, null);
        ManagedChannel untrusted = channel(first, other);
        try {
            produce(named, "readings");
            assertThatThrownBy(() -> produce(named, "orders")).hasMessageContaining("PERMISSION_DENIED");
            assertThatThrownBy(() -> produce(nameless, "readings")).hasMessageContaining("UNAUTHENTICATED");
            assertThatThrownBy(() -> produce(untrusted, "readings")).hasMessageContaining("UNAUTHENTICATED");
            assertThatThrownBy(() -> produce(server.channel(), "readings"))
                    .as("without encryption")
                    .hasMessageContaining("UNAVAILABLE");
        } finally {
            named.shutdownNow();
            nameless.shutdownNow();
            untrusted.shutdownNow();
        }
    }

    @Test
    void aRedisClientLogsInOverAnEncryptedConnection() {
        SslOptions tls = SslOptions.builder()
                .jdkSslProvider()
                .trustManager(first.certificate().toFile())
                .build();
        RedisURI address = RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(redisPort())
                .withSsl(true)
                .withPassword("secret".toCharArray())
                .build();
        try (RedisClient client = RedisClient.create(address)) {
            client.setOptions(ClientOptions.builder().sslOptions(tls).build());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                assertThat(connection.sync().rpushx("topics:t", "m")).isEqualTo(1);
            }
        }
    }

    @Test
    void aCertificateNamesAUserOfRedis() throws Exception {
        try (Connection named = new Connection(context(first, device), redisPort());
                Connection nameless = new Connection(context(first, null), redisPort())) {
            assertThat(named.call("RPUSHX topics:readings m")).isEqualTo(":1");
            assertThat(named.call("RPUSHX topics:orders m")).startsWith("-NOPERM User 'device'");
            assertThat(named.call("AUTH secret")).isEqualTo("+OK");
            assertThat(named.call("RPUSHX topics:orders m")).isEqualTo(":1");
            assertThat(named.call("RESET")).isEqualTo("+RESET");
            assertThat(named.call("RPUSHX topics:orders m")).startsWith("-NOPERM User 'device'");
            assertThat(nameless.call("PING")).startsWith("-NOAUTH");
        }
    }

    @Test
    void aReplacedCertificateIsShownToNewConnectionsAndOldOnesLiveOn() throws Exception {
        ManagedChannel old = channel(first, device);
        try (Connection oldOfRedis = new Connection(context(first, device), redisPort())) {
            produce(old, "readings");
            assertThat(oldOfRedis.call("PING")).isEqualTo("+PONG");
            use(second);
            await().untilAsserted(() -> assertThat(shownAt(redisPort())).contains("CN=second"));
            await().untilAsserted(() -> assertThat(shownAt(grpcPort())).contains("CN=second"));
            assertThat(oldOfRedis.call("PING")).isEqualTo("+PONG");
            produce(old, "readings");
        } finally {
            old.shutdownNow();
        }
        ManagedChannel current = channel(second, device);
        try {
            produce(current, "readings");
        } finally {
            current.shutdownNow();
        }
    }

    @Test
    void whoIsTrustedNoMoreDoesNotComeBackWithAnOldSession() throws Exception {
        SSLContext remembering = context(first, device);
        assertThat(ping(remembering)).isEqualTo("+PONG");
        trust(other);
        // Java's clients show no certificate of which the server says that it trusts none like it.
        await().untilAsserted(() -> assertThat(ping(context(first, device))).startsWith("-NOAUTH"));
        assertThat(ping(remembering)).startsWith("-NOAUTH");
        assertThat(ping(context(first, other))).as("trusted, but no user").startsWith("-NOAUTH");
    }

    private String ping(SSLContext context) throws IOException {
        try (Connection connection = new Connection(context, redisPort())) {
            return connection.call("PING");
        }
    }

    private static String shownAt(int port) throws Exception {
        SSLContext either = context(null, null);
        try (Connection connection = new Connection(either, port)) {
            X509Certificate shown =
                    (X509Certificate) connection.socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    /** @param trusted null for first and second */
    private static SSLContext context(PemFiles trusted, PemFiles identity) throws IOException {
        String certificates = trusted == null
                ? Files.readString(first.certificate()) + Files.readString(second.certificate())
                : Files.readString(trusted.certificate());
        PemSslStoreDetails keys = identity == null
                ? null
                : PemSslStoreDetails.forCertificate(Files.readString(identity.certificate()))
                        .withPrivateKey(Files.readString(identity.privateKey()));
        return SslBundle.of(new PemSslStoreBundle(keys, PemSslStoreDetails.forCertificate(certificates)))
                .createSslContext();
    }

    private static final class Connection implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader in;

        Connection(SSLContext context, int port) throws IOException {
            socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
            socket.startHandshake();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String call(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            String reply = in.readLine();
            if (reply == null) {
                throw new IOException("The connection is closed");
            }
            return reply;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

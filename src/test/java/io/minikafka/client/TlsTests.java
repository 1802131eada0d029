package io.minikafka.client;

import static io.minikafka.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTests {
    @TempDir
    static Path directory;

    private static PemFiles serverFiles;
    private static PemFiles clientFiles;

    private TestServer server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        serverFiles = PemFiles.generate(directory, "server");
        clientFiles = PemFiles.generate(directory, "client");
    }

    @BeforeEach
    void start() {
        server = new TestServer(
                new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC()),
                StoreLimits.DEFAULT,
                TlsTests::secured);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aClientWithTrustAndCertificateConnects() {
        Tls tls = Tls.DEFAULT
                .withTrust(serverFiles.certificate())
                .withIdentity(clientFiles.certificate(), clientFiles.privateKey());
        try (MinikafkaClient client =
                MinikafkaClient.builder(server.target()).tls(tls).build()) {
            assertThat(client.producer("t").send(new byte[1]).offset()).isZero();
        }
    }

    @Test
    void aClientWithoutACertificateIsTurnedAway() {
        Tls tls = Tls.DEFAULT.withTrust(serverFiles.certificate());
        try (MinikafkaClient client =
                MinikafkaClient.builder(server.target()).tls(tls).build()) {
            assertFails(Kind.UNAVAILABLE, () -> client.topics().list());
        }
    }

    @Test
    void aServerThatIsNotTrustedIsNotUsed() {
        Tls tls = Tls.DEFAULT.withIdentity(clientFiles.certificate(), clientFiles.privateKey());
        try (MinikafkaClient client =
                MinikafkaClient.builder(server.target()).tls(tls).build()) {
            assertFails(Kind.UNAVAILABLE, () -> client.produce("t", List.of(ProducerMessage.utf8("secret"))));
        }
    }

    @Test
    void keysAndTrustMayComeFromElsewhere() throws Exception {
        KeyStore clientKeys = clientFiles.keys();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(clientKeys, PemFiles.PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(serverFiles.keys());
        try (MinikafkaClient client =
                MinikafkaClient.builder(server.target()).tls(keys, trust).build()) {
            assertThat(client.producer("t").send(new byte[1]).offset()).isZero();
        }
        try (MinikafkaClient client =
                MinikafkaClient.builder(server.target()).tls(null, trust).build()) {
            assertFails(Kind.UNAVAILABLE, () -> client.topics().list());
        }
        try (MinikafkaClient client =
                MinikafkaClient.builder(server.target()).tls(keys, null).build()) {
            assertFails(Kind.UNAVAILABLE, () -> client.topics().list());
        }
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        Path missing = directory.resolve("missing.pem");
        MinikafkaClientBuilder builder =
                MinikafkaClient.builder(server.target()).tls(Tls.DEFAULT.withTrust(missing));
        assertThatThrownBy(builder::build)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing.pem");
    }

    @Test
    void aCertificateNeedsItsKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Tls(null, serverFiles.certificate(), null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tls(null, null, serverFiles.privateKey()));
    }

    private static NettyServerBuilder secured(NettyServerBuilder builder) {
        try {
            return builder.sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(
                                    serverFiles.certificate().toFile(),
                                    serverFiles.privateKey().toFile())
                            .trustManager(clientFiles.certificate().toFile())
                            .clientAuth(ClientAuth.REQUIRE))
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

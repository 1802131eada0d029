package io.minikafka.client.redis;

import static io.minikafka.client.redis.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.FreePorts;
import io.minikafka.client.HealthStatus;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.PemFiles;
import io.minikafka.client.ProducerMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, against Redis itself, since the door has none. Skipped where Redis is not installed, except where CI is set. */
class RedisTlsTests {
    private static final Path REDIS = Path.of("/usr/bin/redis-server");

    @TempDir
    private Path directory;

    private PemFiles own;
    private int port;
    private Process redis;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(REDIS) || System.getenv("CI") != null);
        own = PemFiles.generate(directory, "redis");
        port = FreePorts.any();
        redis = new ProcessBuilder(
                        REDIS.toString(),
                        "--port",
                        "0",
                        "--tls-port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--tls-cert-file",
                        own.certificate().toString(),
                        "--tls-key-file",
                        own.privateKey().toString(),
                        "--tls-ca-cert-file",
                        own.certificate().toString(),
                        "--tls-auth-clients",
                        "no",
                        "--save",
                        "")
                .redirectErrorStream(true)
                .start();
        assertThat(redis.inputReader().lines().anyMatch(line -> line.contains("Ready to accept connections")))
                .isTrue();
    }

    @AfterEach
    void stop() {
        if (redis != null) {
            redis.destroyForcibly();
        }
    }

    @Test
    void whoTrustsTheServerIsServed() throws Exception {
        try (RedisMinikafkaClient client = client(trusting(own.certificate()))) {
            assertThat(client.health()).isEqualTo(HealthStatus.SERVING);
        }
    }

    @Test
    void whoTrustsAnotherIsNotConnected() throws Exception {
        PemFiles other = PemFiles.generate(directory, "other");
        try (RedisMinikafkaClient client = client(trusting(other.certificate()))) {
            assertFails(Kind.UNAVAILABLE, client::health);
        }
    }

    @Test
    void aRedisThatAppendsNothingIsNotTakenForAService() throws Exception {
        try (RedisMinikafkaClient client = client(trusting(own.certificate()))) {
            assertThat(assertFails(Kind.UNIMPLEMENTED, client.producer("orders").sendAsync(ProducerMessage.utf8("a"))))
                    .hasMessageContaining("RPUSHX answered 0");
        }
    }

    private RedisMinikafkaClient client(TrustManagerFactory trust) {
        return RedisMinikafkaClient.builder("127.0.0.1:" + port)
                .tls(null, trust)
                .build();
    }

    private static TrustManagerFactory trusting(Path certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }
}

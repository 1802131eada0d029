package io.minikafka.client.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.PemFiles;
import io.minikafka.client.TestServer;
import io.minikafka.client.spring.MinikafkaTemplate;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClientSslTests {
    @TempDir
    static Path directory;

    private static PemFiles serverFiles;
    private static PemFiles clientFiles;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        serverFiles = PemFiles.generate(directory, "server");
        clientFiles = PemFiles.generate(directory, "client");
        server = new TestServer(
                new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC()),
                StoreLimits.DEFAULT,
                ClientSslTests::secured);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aBundleHasTheTrustAndTheClientsCertificate() {
        withBundle()
                .run(context -> assertThat(context.getBean(MinikafkaTemplate.class)
                                .send("t", "a")
                                .join()
                                .topic())
                        .isEqualTo("t"));
    }

    @Test
    void withoutTheBundleTheServerIsNotTrusted() {
        Contexts.withTarget(server.target())
                .withPropertyValues("minikafka.client.ssl.enabled=true")
                .run(context -> assertThatExceptionOfType(MinikafkaException.class)
                        .isThrownBy(context.getBean(MinikafkaClient.class)::health));
    }

    @Test
    void connectionDetailsBringTheirOwnBundle() {
        Contexts.withoutTarget()
                .withBean(MinikafkaConnectionDetails.class, Secured::new)
                .run(context -> assertThat(context.getBean(MinikafkaTemplate.class)
                                .send("t", "a")
                                .join()
                                .topic())
                        .isEqualTo("t"));
    }

    @Test
    void aBundleThatDoesNotExistIsNamed() {
        Contexts.withTarget(server.target())
                .withPropertyValues("minikafka.client.ssl.bundle=missing")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(NoSuchSslBundleException.class)
                        .hasMessageContaining("missing"));
    }

    private static ApplicationContextRunner withBundle() {
        return Contexts.withTarget(server.target())
                .withPropertyValues(
                        "minikafka.client.ssl.bundle=mine",
                        "spring.ssl.bundle.pem.mine.truststore.certificate=" + serverFiles.certificate(),
                        "spring.ssl.bundle.pem.mine.keystore.certificate=" + clientFiles.certificate(),
                        "spring.ssl.bundle.pem.mine.keystore.private-key=" + clientFiles.privateKey());
    }

    private static final class Secured implements MinikafkaConnectionDetails {
        @Override
        public String target(Transport transport) {
            return server.target();
        }

        @Override
        public @Nullable SslBundle sslBundle() {
            return SslBundle.of(new PemSslStoreBundle(
                    PemSslStore.load(new PemSslStoreDetails(
                            null,
                            clientFiles.certificate().toString(),
                            clientFiles.privateKey().toString())),
                    PemSslStore.load(new PemSslStoreDetails(
                            null, serverFiles.certificate().toString(), null))));
        }
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

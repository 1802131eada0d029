package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.minikafka.ServiceLines;
import io.minikafka.client.PemFiles;
import io.minikafka.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reaches Kafka's clients of {@code spring.kafka} and of a librdkafka.json. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaSettingsTests {
    @TempDir
    private Path directory;

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(MinikafkaProperties.class)
    @Import({DurationNotationConverter.class, KafkaSettingsConfiguration.class})
    static class Kafka {}

    @Configuration(proxyBeanMethods = false)
    static class Customizer {
        @Bean
        DefaultKafkaProducerFactoryCustomizer customizer() {
            return factory -> factory.updateConfigs(Map.of("client.rack", "a"));
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, SslAutoConfiguration.class))
            .withUserConfiguration(Kafka.class)
            .withPropertyValues("spring.profiles.active=kafka", "spring.kafka.bootstrap-servers=k1:9092,k2:9092");

    private void settings(Consumer<KafkaSettings> check, String... properties) {
        runner.withPropertyValues(properties).run(context -> check.accept(context.getBean(KafkaSettings.class)));
    }

    @Test
    void eachKindOfClientHasItsOwnSettingsOverThoseOfAll() {
        settings(
                settings -> {
                    assertThat(settings.bootstrapServers()).isEqualTo("k1:9092,k2:9092");
                    assertThat(settings.producer())
                            .contains(
                                    entry("linger.ms", "7"),
                                    entry("client.id", "us"),
                                    entry("compression.type", "lz4"));
                    assertThat(settings.consumer())
                            .contains(entry("fetch.min.bytes", 10), entry("client.id", "us"))
                            .doesNotContainKey("linger.ms");
                    assertThat(settings.admin()).contains(entry("retries", "3"), entry("client.id", "us"));
                },
                "spring.kafka.client-id=us",
                "spring.kafka.producer.properties.linger.ms=7",
                "spring.kafka.producer.compression-type=lz4",
                "spring.kafka.consumer.fetch-min-size=10B",
                "spring.kafka.admin.properties.retries=3");
    }

    @Test
    void saslArrivesAtAllClients() {
        String jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\";";
        settings(
                settings -> assertThat(clients(settings))
                        .allSatisfy(client -> assertThat(client)
                                .contains(entry("security.protocol", "SASL_PLAINTEXT"))
                                .contains(entry("sasl.mechanism", "PLAIN"), entry("sasl.jaas.config", jaas))),
                "spring.kafka.security.protocol=SASL_PLAINTEXT",
                "spring.kafka.properties.sasl.mechanism=PLAIN",
                "spring.kafka.properties.sasl.jaas.config=" + jaas);
    }

    @Test
    void anSslBundleArrivesAtAllClients() throws Exception {
        settings(
                settings -> assertThat(clients(settings))
                        .allSatisfy(client -> assertThat(client)
                                .contains(entry("ssl.engine.factory.class", SslBundleSslEngineFactory.class))
                                .hasEntrySatisfying(
                                        SslBundle.class.getName(),
                                        bundle -> assertThat(bundle).isInstanceOf(SslBundle.class))),
                "spring.kafka.ssl.bundle=kafka",
                "spring.ssl.bundle.pem.kafka.truststore.certificate=" + certificate());
    }

    @Test
    void customizersCount() {
        runner.withUserConfiguration(Customizer.class)
                .run(context -> assertThat(context.getBean(KafkaSettings.class).producer())
                        .contains(entry("client.rack", "a")));
    }

    @Test
    void ourOwnSettingsArrive() {
        settings(
                settings -> {
                    assertThat(settings.replicationFactor()).isEqualTo((short) 3);
                    assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(settings.maxReaders()).isEqualTo(5);
                },
                "minikafka.kafka.replication-factor=3",
                "minikafka.kafka.request-timeout=2s",
                "minikafka.kafka.max-readers=5");
        settings(settings -> assertThat(settings.replicationFactor()).isEqualTo(KafkaSettings.CLUSTER_DEFAULT));
    }

    @Test
    void aLibrdkafkaFileWinsAndWhatHasNoEffectIsToldOnce(CapturedOutput output) throws Exception {
        Path file = Files.writeString(directory.resolve("librdkafka.json"), """
                {
                  "general": {"bootstrap.servers": "r1", "client.id": "rafka", "ssl.ca.location": "/ca.pem"},
                  "consumer": {"auto.offset.reset": "latest", "fetch.wait.max.ms": 50},
                  "producer": {"queue.buffering.max.ms": 9, "go.delivery.reports": true}
                }""");
        settings(
                settings -> {
                    assertThat(clients(settings))
                            .allSatisfy(client -> assertThat(client)
                                    .contains(entry("bootstrap.servers", "r1:9092"), entry("client.id", "rafka"))
                                    .contains(entry("ssl.truststore.location", "/ca.pem"))
                                    .doesNotContainKey("ssl.engine.factory.class"));
                    assertThat(settings.consumer()).contains(entry("fetch.max.wait.ms", 50));
                    assertThat(settings.producer()).contains(entry("linger.ms", 9L), entry("compression.type", "lz4"));
                },
                "minikafka.kafka.librdkafka-config=" + file,
                "spring.kafka.client-id=us",
                "spring.kafka.producer.compression-type=lz4",
                "spring.kafka.ssl.bundle=kafka",
                "spring.ssl.bundle.pem.kafka.truststore.certificate=" + certificate());

        assertThat(output.toString())
                .containsOnlyOnce("Settings of " + file + " without effect here: go.delivery.reports");
    }

    @Test
    void whatIsWrongWithALibrdkafkaFileEndsTheStartWithALine(CapturedOutput output) throws IOException {
        Path file = Files.writeString(directory.resolve("librdkafka.json"), "{\"consumer\": {\"foo\": 1}}");
        for (Path path : List.of(file, directory.resolve("none"))) {
            assertThat(MinikafkaServer.run(
                            "--spring.profiles.active=kafka",
                            "--minikafka.host=127.0.0.1:0",
                            "--server.port=0",
                            "--minikafka.kafka.librdkafka-config=" + path))
                    .isEqualTo(1);
        }
        assertThat(ServiceLines.of(output))
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line).contains("minikafka cannot start: ", "minikafka.kafka.librdkafka-config"))
                .anySatisfy(line -> assertThat(line)
                        .contains(file.toString(), "in the section 'consumer' 'foo' is no setting of librdkafka"))
                .anySatisfy(line ->
                        assertThat(line).contains(directory.resolve("none").toString(), "cannot be read"));
    }

    private static List<Map<String, Object>> clients(KafkaSettings settings) {
        return List.of(settings.producer(), settings.consumer(), settings.admin());
    }

    private String certificate() throws IOException, InterruptedException, GeneralSecurityException {
        return "file:" + PemFiles.generate(directory, "kafka").certificate();
    }
}

package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibrdkafkaConfigTests {
    @TempDir
    private Path directory;

    @Test
    void theFileOfARafkaUserIsUnderstood() {
        LibrdkafkaConfig config = LibrdkafkaConfig.of("""
                {
                  "general": {
                    "api.version.request": true,
                    "bootstrap.servers": "kafka-1.example.com,kafka-2.example.com:9093",
                    "session.timeout.ms": 6000,
                    "log.connection.close": false
                  },
                  "consumer": {
                    "go.events.channel.enable": false,
                    "enable.auto.commit": true,
                    "auto.commit.interval.ms": 10000,
                    "default.topic.config": {"auto.offset.reset": "latest"},
                    "{topic}.offset.store.method": "broker"
                  },
                  "producer": {
                    "go.delivery.reports": true,
                    "queue.buffering.max.ms": 0,
                    "message.send.max.retries": 2,
                    "retry.backoff.ms": 100
                  }
                }""");

        String brokers = "kafka-1.example.com:9092,kafka-2.example.com:9093";
        assertThat(config.consumer())
                .containsOnly(
                        entry("bootstrap.servers", brokers),
                        entry("session.timeout.ms", 6000),
                        entry("heartbeat.interval.ms", 2000));
        assertThat(config.producer())
                .containsOnly(
                        entry("bootstrap.servers", brokers),
                        entry("linger.ms", 0L),
                        entry("retries", 2),
                        entry("retry.backoff.ms", 100));
        assertThat(config.admin()).containsOnly(entry("bootstrap.servers", brokers), entry("retry.backoff.ms", 100));
        assertThat(config.ignored())
                .containsExactly(
                        "api.version.request",
                        "enable.auto.commit",
                        "go.delivery.reports",
                        "go.events.channel.enable",
                        "log.connection.close",
                        "offset.store.method");
        assertThat(config.clientDefaults()).containsOnlyKeys("auto.commit.interval.ms", "auto.offset.reset");
    }

    @Test
    void aSectionWinsOverTheGeneralOneAndReachesOnlyItsOwnClients() {
        LibrdkafkaConfig config = LibrdkafkaConfig.of("""
                {
                  "general": {"client.id": "all", "security.protocol": "sasl_ssl"},
                  "consumer": {"client.id": "reader", "linger.ms": 5, "fetch.wait.max.ms": "100"},
                  "producer": {"linger.ms": 7}
                }""");

        assertThat(config.consumer())
                .contains(entry("client.id", "reader"), entry("fetch.max.wait.ms", 100))
                .contains(entry("security.protocol", "SASL_SSL"))
                .doesNotContainKey("linger.ms");
        assertThat(config.producer()).contains(entry("client.id", "all"), entry("linger.ms", 7L));
        assertThat(config.ignored()).containsExactly("linger.ms");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            metadata.broker.list: "a"                    | bootstrap.servers=a:9092
            socket.timeout.ms: 7000                      | request.timeout.ms=7000
            socket.send.buffer.bytes: 0                  | send.buffer.bytes=-1
            connections.max.idle.ms: 0                   | connections.max.idle.ms=-1
            topic.metadata.refresh.interval.ms: -1       | metadata.max.age.ms=2147483647
            socket.connection.setup.timeout.ms: 60000    | socket.connection.setup.timeout.max.ms=60000
            message.max.bytes: "2000"                    | max.request.size=2000
            max.in.flight: 1000000                       | max.in.flight.requests.per.connection=5
            queue.buffering.max.ms: 0.5                  | linger.ms=1
            queue.buffering.max.kbytes: 2147483647       | buffer.memory=2199023254528
            message.timeout.ms: 0                        | delivery.timeout.ms=2147483647
            compression.codec: "zstd"                    | compression.type=zstd
            batch.size: 1000000                          | batch.size=1000000
            ssl.endpoint.identification.algorithm: "none"| ssl.endpoint.identification.algorithm=
            """)
    void namesAndValuesBecomeThoseOfTheJavaClient(String setting, String translated) {
        assertThat(producer(quoted(setting)).producer().entrySet())
                .extracting(Object::toString)
                .contains(translated);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fetch.message.max.bytes: 500                              | max.partition.fetch.bytes=500
            isolation.level: "read_committed"                         | isolation.level=read_committed
            check.crcs: true                                          | check.crcs=true
            heartbeat.interval.ms: 50000                              | heartbeat.interval.ms=15000
            partition.assignment.strategy: "range, cooperative-sticky"| partition.assignment.strategy=\
            org.apache.kafka.clients.consumer.RangeAssignor,\
            org.apache.kafka.clients.consumer.CooperativeStickyAssignor
            """)
    void consumersSettingsBecomeThoseOfTheJavaClient(String setting, String translated) {
        assertThat(LibrdkafkaConfig.of("{\"consumer\": {" + quoted(setting) + "}}")
                        .consumer()
                        .entrySet())
                .extracting(Object::toString)
                .contains(translated);
    }

    @Test
    void aPasswordOfAnyCharactersArrives() {
        Map<String, Object> settings = producer("""
                "security.protocol": "SASL_PLAINTEXT", "sasl.mechanisms": "PLAIN",
                "sasl.username": "me", "sasl.password": "a\\"b\\\\c;d e='f'\\n\\u00e4"
                """).producer();

        assertThat(settings).contains(entry("sasl.mechanism", "PLAIN")).doesNotContainKey("sasl.password");
        assertThat(login(settings))
                .containsExactlyInAnyOrderEntriesOf(Map.of("username", "me", "password", "a\"b\\c;d e='f'\n\u00e4"));
    }

    @Test
    void scramKerberosAndOpenIdHaveTheirModules() {
        assertThat(producer("""
                "sasl.mechanism": "SCRAM-SHA-512", "sasl.username": "me", "sasl.password": "x"
                """).producer().get("sasl.jaas.config")).asString().contains("ScramLoginModule");
        Map<String, Object> kerberos = producer("""
                "security.protocol": "sasl_ssl", "sasl.kerberos.keytab": "/k", "sasl.kerberos.principal": "me@X"
                """).producer();
        assertThat(kerberos).contains(entry("sasl.kerberos.service.name", "kafka"));
        assertThat(login(kerberos))
                .contains(entry("keyTab", "/k"))
                .extracting("principal")
                .isEqualTo("me@X");
        Map<String, Object> openId = producer("""
                "sasl.mechanisms": "OAUTHBEARER", "sasl.oauthbearer.method": "oidc",
                "sasl.oauthbearer.client.id": "me", "sasl.oauthbearer.client.secret": "x",
                "sasl.oauthbearer.token.endpoint.url": "https://id", "sasl.oauthbearer.extensions": "a=b,c=d"
                """).producer();
        assertThat(openId)
                .contains(entry("sasl.oauthbearer.client.credentials.client.id", "me"))
                .contains(entry("sasl.oauthbearer.token.endpoint.url", "https://id"));
        assertThat(login(openId))
                .contains(entry("extension_a", "b"))
                .extracting("extension_c")
                .isEqualTo("d");
    }

    @Test
    void certificatesAreReadFromTheFilesThatAreNamed() throws Exception {
        Path key = Files.writeString(directory.resolve("key.pem"), "KEY");
        Path certificate = Files.writeString(directory.resolve("cert.pem"), "CERTIFICATE");
        assertThat(producer("""
                "ssl.ca.location": "/ca.pem", "ssl.key.location": "%s", "ssl.certificate.location": "%s"
                """.formatted(key, certificate)).producer())
                .containsOnly(
                        entry("ssl.truststore.type", "PEM"),
                        entry("ssl.truststore.location", "/ca.pem"),
                        entry("ssl.keystore.type", "PEM"),
                        entry("ssl.keystore.key", "KEY"),
                        entry("ssl.keystore.certificate.chain", "CERTIFICATE"));

        Files.delete(key);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> producer("""
                        "ssl.key.location": "%s", "ssl.certificate.location": "%s"
                        """.formatted(key, certificate)))
                .withMessageContaining("ssl.key.location is '" + key + "'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> producer("\"ssl.certificate.pem\": \"x\""))
                .withMessageContaining("must come together");
    }

    @Test
    void levelsOfCompressionAreTheCodecs() {
        assertThat(producer("\"compression.codec\": \"lz4\", \"compression.level\": 9")
                        .producer())
                .containsOnly(entry("compression.type", "lz4"), entry("compression.lz4.level", 9));
        assertThat(producer("\"compression.codec\": \"snappy\", \"compression.level\": 9")
                        .ignored())
                .containsExactly("compression.level");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"message.timeout.ms\": 3000",
                "\"message.timeout.ms\": 2, \"linger.ms\": 50",
                "\"socket.timeout.ms\": 60000",
                "\"request.timeout.ms\": 60000, \"message.timeout.ms\": 50000, \"linger.ms\": 100",
                "\"retries\": 0, \"acks\": 1, \"enable.idempotence\": false, \"max.in.flight\": 100",
                "\"session.timeout.ms\": 2000",
                "\"heartbeat.interval.ms\": 60000",
                "\"socket.connection.setup.timeout.ms\": 40000, \"connections.max.idle.ms\": 0"
            })
    void whatLibrdkafkaTakesKafkasClientsTakeToo(String settings) {
        LibrdkafkaConfig config =
                LibrdkafkaConfig.of("{\"general\": {\"bootstrap.servers\": \"127.0.0.1\", " + settings + "}}");
        KafkaClients clients = new KafkaClients(
                new KafkaSettings(
                        config.producer(),
                        config.consumer(),
                        config.admin(),
                        KafkaSettings.CLUSTER_DEFAULT,
                        KafkaSettings.DEFAULT_REQUEST_TIMEOUT,
                        1),
                ClientListener.NONE);
        clients.producer().close(Duration.ZERO);
        clients.consumer(Map.of("group.id", "g")).close();
        clients.admin().close(Duration.ZERO);
    }

    @Test
    void everyNameIsOneOfTheJavaClients() {
        LibrdkafkaConfig config = LibrdkafkaConfig.of("""
                {
                  "general": {
                    "bootstrap.servers": "127.0.0.1", "client.id": "c", "client.dns.lookup": "use_all_dns_ips",
                    "metadata.recovery.strategy": "none", "metadata.recovery.rebootstrap.trigger.ms": 1,
                    "metadata.max.age.ms": 1, "reconnect.backoff.ms": 1, "reconnect.backoff.max.ms": 1,
                    "retry.backoff.ms": 1, "retry.backoff.max.ms": 1, "socket.connection.setup.timeout.ms": 50000,
                    "enable.metrics.push": false, "socket.timeout.ms": 1, "socket.send.buffer.bytes": 0,
                    "socket.receive.buffer.bytes": 0, "connections.max.idle.ms": 0, "security.protocol": "sasl_ssl",
                    "ssl.endpoint.identification.algorithm": "none", "sasl.mechanism": "OAUTHBEARER",
                    "ssl.key.password": "p", "ssl.key.pem": "k", "ssl.certificate.pem": "c", "ssl.ca.pem": "a",
                    "ssl.keystore.password": "p", "sasl.kerberos.service.name": "s",
                    "sasl.kerberos.min.time.before.relogin": 1, "sasl.oauthbearer.method": "oidc",
                    "sasl.oauthbearer.grant.type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
                    "sasl.oauthbearer.scope": "s", "sasl.oauthbearer.token.endpoint.url": "https://id",
                    "sasl.oauthbearer.client.id": "c", "sasl.oauthbearer.client.secret": "s",
                    "sasl.oauthbearer.assertion.algorithm": "RS256",
                    "sasl.oauthbearer.assertion.private.key.file": "f",
                    "sasl.oauthbearer.assertion.private.key.passphrase": "f", "sasl.oauthbearer.assertion.file": "f",
                    "sasl.oauthbearer.assertion.claim.aud": "a", "sasl.oauthbearer.assertion.claim.iss": "a",
                    "sasl.oauthbearer.assertion.claim.sub": "a", "sasl.oauthbearer.assertion.claim.exp.seconds": 1,
                    "sasl.oauthbearer.assertion.claim.nbf.seconds": 1,
                    "sasl.oauthbearer.assertion.claim.jti.include": true,
                    "sasl.oauthbearer.assertion.jwt.template.file": "f"
                  },
                  "producer": {
                    "message.max.bytes": 1, "max.in.flight": 1, "retries": 1, "linger.ms": 1,
                    "queue.buffering.max.kbytes": 1, "delivery.timeout.ms": 1, "request.timeout.ms": 1, "batch.size": 1,
                    "compression.type": "gzip", "compression.level": 1
                  },
                  "consumer": {
                    "session.timeout.ms": 1, "heartbeat.interval.ms": 1, "fetch.max.bytes": 1, "fetch.min.bytes": 1,
                    "max.partition.fetch.bytes": 1, "fetch.wait.max.ms": 1, "check.crcs": true, "client.rack": "r",
                    "isolation.level": "read_committed", "partition.assignment.strategy": "range"
                  }
                }""");

        assertThat(config.ignored()).isEmpty();
        assertThat(ProducerConfig.configNames()).containsAll(config.producer().keySet());
        assertThat(ConsumerConfig.configNames()).containsAll(config.consumer().keySet());
        assertThat(AdminClientConfig.configNames()).containsAll(config.admin().keySet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"consumer": {"foo": 1}}                         | in the section 'consumer' 'foo' is no setting
            {"consumer": {"rebalance_cb": 1}}                | in the section 'consumer' 'rebalance_cb' is no setting
            {"topics": {}}                                   | section 'topics' is unknown; accepted are general
            {"general": 1}                                   | section 'general' must be a JSON object
            {"general": {"client.id": null}}                 | client.id must be a text, a number, true or false
            {"general": {"client.id": {}}}                   | client.id must be a text, a number, true or false
            {"producer": {"linger.ms": "soon"}}              | 'producer' linger.ms is 'soon'; accepted is a number
            {"producer": {"batch.size": 1.5}}                | batch.size is '1.5'; accepted is a whole number
            {"general": {"security.protocol": "tls"}}        | accepted is plaintext or sasl_plaintext or sasl_ssl or ssl
            {"consumer": {"check.crcs": "yes"}}              | check.crcs is 'yes'; accepted is true or false
            {"consumer": {"partition.assignment.strategy": ""}} | accepted is range, roundrobin
            []                                               | must be a JSON object
            {"general":                                      | it is not JSON
            {} {}                                            | it is not JSON
            """)
    void whatCannotBeUnderstoodIsNamed(String json, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LibrdkafkaConfig.of(json))
                .withMessageContaining(reason);
    }

    @Test
    void aClientsOwnSettingsAreTheConsumersOnly() {
        assertThat(LibrdkafkaConfig.consumerSettings(Map.of(
                        "session.timeout.ms", "9000",
                        "fetch.min.bytes", "10",
                        "auto.commit.interval.ms", "5000",
                        "client.id", "me",
                        "statistics.interval.ms", "0")))
                .containsOnly(
                        entry("session.timeout.ms", 9000),
                        entry("heartbeat.interval.ms", 3000),
                        entry("fetch.min.bytes", 10),
                        entry("client.id", "me"));
        for (String refused : new String[] {"bootstrap.servers", "sasl.password", "linger.ms", "foo"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LibrdkafkaConfig.consumerSettings(Map.of(refused, "x")))
                    .withMessageContaining("'" + refused + "'");
        }
    }

    private static LibrdkafkaConfig producer(String settings) {
        return LibrdkafkaConfig.of("{\"producer\": {" + settings + "}}");
    }

    private static String quoted(String setting) {
        int colon = setting.indexOf(':');
        return "\"" + setting.substring(0, colon) + "\"" + setting.substring(colon);
    }

    /** As Kafka reads it. */
    private static Map<String, Object> login(Map<String, Object> settings) {
        Password jaas = new Password(String.valueOf(settings.get("sasl.jaas.config")));
        return Map.copyOf(JaasContext.loadClientContext(Map.of("sasl.jaas.config", jaas))
                .configurationEntries()
                .get(0)
                .getOptions());
    }
}

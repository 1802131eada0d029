package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.GroupOptions;
import io.minikafka.grpc.ReplyLimits;
import io.minikafka.http.HttpSettings;
import io.minikafka.http.ReadLimits;
import io.minikafka.http.TailSettings;
import io.minikafka.server.MinikafkaProperties.SyncedTo;
import io.minikafka.store.Durability;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

class MinikafkaPropertiesTests {
    private final ApplicationContextRunner settings =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(MinikafkaProperties.class)
    @Import(DurationNotationConverter.class)
    static class Settings {}

    @Test
    void withoutSettingsItIsLoopbackSevenDaysAndData() {
        bound(settings, properties -> {
            assertThat(properties.host()).hasToString("127.0.0.1:9999");
            assertThat(properties.host().address().isLoopbackAddress()).isTrue();
            assertThat(properties.retentionTime()).isEqualTo(Duration.ofDays(7));
            assertThat(properties.rootDir()).isEqualTo("./data");
            assertThat(properties.maxMessageSize()).isEqualTo(DataSize.ofMegabytes(32));
            assertThat(properties.maxPartitions()).isEqualTo(10_000);
            assertThat(properties.memory().maxBytes(1_000)).isEqualTo(400);
            assertThat(properties.retentionCheckInterval()).isEqualTo(Duration.ofSeconds(1));
            assertThat(properties.topicDefaults()).isEqualTo(TopicSettings.DEFAULT);
            assertThat(properties.topic().autoCreate()).isTrue();
            assertThat(properties.groupOptions()).isEqualTo(GroupOptions.DEFAULT);
            assertThat(properties.groups().durability()).isEqualTo(SyncedTo.OS);
            assertThat(properties.replyLimits()).isEqualTo(ReplyLimits.DEFAULT);
            assertThat(properties.shutdown().gracePeriod()).isEqualTo(Duration.ofSeconds(10));
            assertThat(properties.http().enabled()).isTrue();
            assertThat(properties.httpSettings())
                    .isEqualTo(new HttpSettings(
                            StoreLimits.DEFAULT,
                            64 << 20,
                            256 << 20,
                            10_000,
                            new ReadLimits(100_000, 32 << 20),
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(1),
                            1_000,
                            new TailSettings(100, 100, 256 << 10, Duration.ofSeconds(15))));
        });
    }

    @Test
    void everySettingCanComeFromTheEnvironment() {
        ApplicationContextRunner environment = inEnvironment(Map.ofEntries(
                Map.entry("MINIKAFKA_HOST", "127.0.0.1:1234"),
                Map.entry("MINIKAFKA_RETENTIONTIME", "1h30m"),
                Map.entry("MINIKAFKA_ROOT_DIR", "/var/lib/minikafka"),
                Map.entry("MINIKAFKA_MAXMESSAGESIZE", "1MB"),
                Map.entry("MINIKAFKA_RETENTIONCHECKINTERVAL", "10s"),
                Map.entry("MINIKAFKA_TOPIC_PARTITIONS", "3"),
                Map.entry("MINIKAFKA_TOPIC_RETENTIONBYTES", "10GB"),
                Map.entry("MINIKAFKA_TOPIC_DURABILITY", "os"),
                Map.entry("MINIKAFKA_TOPIC_AUTOCREATE", "false"),
                Map.entry("MINIKAFKA_GROUPS_DURABILITY", "fsync"),
                Map.entry("MINIKAFKA_GROUPS_REBALANCETIMEOUT", "0s"),
                Map.entry("MINIKAFKA_GROUPS_RETENTIONTIME", "1d12h"),
                Map.entry("MINIKAFKA_READ_MAXMESSAGES", "100"),
                Map.entry("MINIKAFKA_READ_MAXSIZE", "1MB"),
                Map.entry("MINIKAFKA_FILE_SEGMENTSIZE", "8MB"),
                Map.entry("MINIKAFKA_FILE_FREESPACEFLOOR", "0"),
                Map.entry("MINIKAFKA_FILE_SYNCTHREADS", "2"),
                Map.entry("MINIKAFKA_HTTP_ENABLED", "false"),
                Map.entry("MINIKAFKA_HTTP_MAXREQUESTSIZE", "2MB"),
                Map.entry("MINIKAFKA_HTTP_MAXBUFFEREDSIZE", "3MB"),
                Map.entry("MINIKAFKA_HTTP_MAXMESSAGES", "4"),
                Map.entry("MINIKAFKA_HTTP_MAXWAIT", "5s"),
                Map.entry("MINIKAFKA_HTTP_ANSWERTIMEOUT", "6s"),
                Map.entry("MINIKAFKA_HTTP_MAXPAGESIZE", "7"),
                Map.entry("MINIKAFKA_HTTP_TAIL_MAXTAILS", "8"),
                Map.entry("MINIKAFKA_HTTP_TAIL_MAXPARTITIONS", "9"),
                Map.entry("MINIKAFKA_HTTP_TAIL_BUFFERSIZE", "10KB"),
                Map.entry("MINIKAFKA_HTTP_TAIL_HEARTBEAT", "11s"),
                Map.entry("MINIKAFKA_SHUTDOWN_GRACEPERIOD", "0s")));
        bound(environment, properties -> {
            assertThat(properties.host()).hasToString("127.0.0.1:1234");
            assertThat(properties.rootDir()).isEqualTo("/var/lib/minikafka");
            assertThat(properties.storeLimits().maxMessageBytes()).isEqualTo(1 << 20);
            assertThat(properties.retentionCheckInterval()).isEqualTo(Duration.ofSeconds(10));
            assertThat(properties.topicDefaults())
                    .isEqualTo(new TopicSettings(3, Duration.ofMinutes(90), 10L << 30, Durability.OS));
            assertThat(properties.topic().autoCreate()).isFalse();
            assertThat(properties.groups().durability()).isEqualTo(SyncedTo.FSYNC);
            assertThat(properties.groupOptions()).isEqualTo(new GroupOptions(Duration.ZERO, Duration.ofHours(36)));
            assertThat(properties.replyLimits())
                    .isEqualTo(new ReplyLimits(100, 100, 1 << 20, ReplyLimits.DEFAULT.defaultPushBytes(), 1 << 20));
            assertThat(properties.file())
                    .isEqualTo(new MinikafkaProperties.File(DataSize.ofMegabytes(8), DataSize.ofBytes(0), 2));
            assertThat(properties.shutdown().gracePeriod()).isZero();
            assertThat(properties.http().enabled()).isFalse();
            assertThat(properties.httpSettings())
                    .isEqualTo(new HttpSettings(
                            new StoreLimits(1 << 20),
                            2 << 20,
                            3 << 20,
                            4,
                            new ReadLimits(100, 1 << 20),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(6),
                            7,
                            new TailSettings(8, 9, 10 << 10, Duration.ofSeconds(11))));
        });
    }

    @ParameterizedTest
    @CsvSource({
        ":9999,           0.0.0.0,         9999, :9999",
        "0.0.0.0:9999,    0.0.0.0,         9999, 0.0.0.0:9999",
        "localhost:9999,  127.0.0.1,       9999, localhost:9999",
        "127.0.0.1:1,     127.0.0.1,       1,    127.0.0.1:1",
        "[::1]:9999,      0:0:0:0:0:0:0:1, 9999, [::1]:9999",
        "127.0.0.1:0,     127.0.0.1,       0,    127.0.0.1:0",
        "127.0.0.1:65535, 127.0.0.1,       65535, 127.0.0.1:65535",
    })
    void hostIsReadAsInTheFirstMinikafka(String text, String address, int port, String shown) {
        bound(inEnvironment(Map.of("MINIKAFKA_HOST", text)), properties -> {
            assertThat(properties.host().address().getHostAddress()).isEqualTo(address);
            assertThat(properties.host().port()).isEqualTo(port);
            assertThat(properties.host()).hasToString(shown);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "300ms, PT0.3S",
        "10s, PT10S",
        "10m, PT10M",
        "1h30m, PT1H30M",
        "1.5h, PT1H30M",
        "7d, P7D",
        "PT36H, PT36H",
        "1ms, PT0.001S"
    })
    void retentionTimeIsReadInGoNotationDaysAndIso(String text, Duration expected) {
        bound(
                inEnvironment(Map.of("MINIKAFKA_RETENTIONTIME", text)),
                properties -> assertThat(properties.retentionTime()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource({"os, OS", "fsync, FSYNC", "FSYNC, FSYNC"})
    void durabilityIsReadInAnyCase(String text, SyncedTo expected) {
        bound(
                inEnvironment(Map.of("MINIKAFKA_TOPIC_DURABILITY", text)),
                properties -> assertThat(properties.topic().durability()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            minikafka.host                     | 9999                 | host:port, such as localhost:9999
            minikafka.host                     | localhost            | host:port, such as localhost:9999
            minikafka.host                     | ``                   | host:port, such as localhost:9999
            minikafka.host                     | localhost:65536      | host:port, such as localhost:9999
            minikafka.host                     | localhost:-1         | host:port, such as localhost:9999
            minikafka.host                     | ::1:9999             | host:port, such as localhost:9999
            minikafka.host                     | 256.1.1.1.:9999      | host:port, such as localhost:9999
            minikafka.retention-time           | 1x                   | a number with a unit (ns, us, ms, s, m, h or d)
            minikafka.retention-time           | 10                   | a number with a unit (ns, us, ms, s, m, h or d)
            minikafka.retention-time           | 0s                   | 1ms or longer
            minikafka.retention-time           | 0                    | 1ms or longer
            minikafka.retention-time           | 5ns                  | 1ms or longer
            minikafka.retention-time           | -1s                  | 1ms or longer
            minikafka.retention-check-interval | 0s                   | 1ms or longer
            minikafka.retention-check-interval | soon                 | a number with a unit (ns, us, ms, s, m, h or d)
            minikafka.max-message-size         | 0                    | a size from 1B to 1GB
            minikafka.max-message-size         | 2GB                  | a size from 1B to 1GB
            minikafka.max-message-size         | 32 potatoes          | a size in bytes or with a unit
            minikafka.topic.partitions         | 0                    | a number from 1 to 10000
            minikafka.topic.partitions         | 10001                | a number from 1 to 10000
            minikafka.topic.partitions         | many                 | a whole number
            minikafka.topic.retention-bytes    | -1                   | a size from 0B to 1048576TB
            minikafka.max-partitions           | 0                    | 1 or more
            minikafka.topic.durability         | memory               | os or fsync
            minikafka.topic.auto-create        | perhaps              | true or false
            minikafka.groups.durability        | memory               | os or fsync
            minikafka.groups.rebalance-timeout | -1s                  | 0s or longer
            minikafka.groups.retention-time    | 0s                   | 1ms or longer
            minikafka.file.segment-size        | 1B                   | a size from 1KB to 1GB
            minikafka.file.free-space-floor    | -1B                  | a size from 0B to 1048576TB
            minikafka.memory.max-size          | -1B                  | a size from 0B to 1048576TB
            minikafka.file.sync-threads        | 257                  | a number from 1 to 256
            minikafka.metrics.max-topics       | 0                    | a number from 1 to 10000
            minikafka.metrics.max-groups       | 10001                | a number from 1 to 10000
            minikafka.read.max-messages        | 0                    | 1 or more
            minikafka.read.max-size            | 2GB                  | a size from 1KB to 1GB
            minikafka.http.enabled             | perhaps              | true or false
            minikafka.http.max-request-size    | 1B                   | a size from 1KB to 1536MB
            minikafka.http.max-buffered-size   | 1B                   | a size from 1KB to 1048576TB
            minikafka.http.max-messages        | 0                    | 1 or more
            minikafka.http.max-wait            | -1s                  | 0s or longer
            minikafka.http.answer-timeout      | 0s                   | 1ms or longer
            minikafka.http.max-page-size       | 0                    | 1 or more
            minikafka.http.tail.max-tails      | 0                    | 1 or more
            minikafka.http.tail.max-partitions | 1001                 | a number from 1 to 1000
            minikafka.http.tail.buffer-size    | 1B                   | a size from 1KB to 1GB
            minikafka.http.tail.heartbeat      | 0s                   | 1ms or longer
            minikafka.shutdown.grace-period    | -1s                  | 0s or longer
            """)
    void aWrongValueIsRefusedInOneLineWithNameValueAndWhatIsAccepted(String name, String value, String accepted) {
        settings.withPropertyValues(name + "=" + value)
                .run(context -> assertThat(refusal(context.getStartupFailure()))
                        .startsWith(name + " is '" + value + "'")
                        .contains("; accepted is " + accepted)
                        .doesNotContain("\n"));
    }

    @Test
    void anUnknownHostIsCalledSo() {
        settings.withPropertyValues("minikafka.host=no-such-host.invalid:9999")
                .run(context -> assertThat(refusal(context.getStartupFailure()))
                        .contains("minikafka.host is 'no-such-host.invalid:9999'")
                        .contains(", an unknown host; accepted is host:port"));
    }

    @Test
    void aMisspeltNameIsRefused() {
        settings.withPropertyValues("minikafka.retention-tiem=30d")
                .run(context -> assertThat(refusal(context.getStartupFailure()))
                        .startsWith("minikafka.retention-tiem")
                        .endsWith("is no known setting"));
    }

    @Test
    void anEmptyValueIsRefused() {
        settings.withPropertyValues("minikafka.retention-time=")
                .run(context -> assertThat(refusal(context.getStartupFailure()))
                        .startsWith("minikafka.retention-time is ''")
                        .endsWith("; leave it out to get the default"));
    }

    @Test
    void severalWrongValuesAreToldTogether() {
        settings.withPropertyValues("minikafka.topic.partitions=0", "minikafka.retention-time=0s")
                .run(context -> assertThat(refusal(context.getStartupFailure()))
                        .containsSubsequence("minikafka.retention-time is '0s'", "minikafka.topic.partitions is '0'"));
    }

    private ApplicationContextRunner inEnvironment(Map<String, Object> variables) {
        return settings.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables)));
    }

    private static void bound(ApplicationContextRunner runner, Consumer<MinikafkaProperties> assertions) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertions.accept(context.getBean(MinikafkaProperties.class));
        });
    }

    private static String refusal(Throwable failure) {
        assertThat(failure).isNotNull();
        return new PropertyFailureAnalyzer().analyze(failure).getDescription();
    }
}

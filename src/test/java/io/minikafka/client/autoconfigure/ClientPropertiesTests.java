package io.minikafka.client.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.Credentials;
import io.minikafka.client.Delivery;
import io.minikafka.client.GroupStart;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.spring.AckMode;
import io.minikafka.client.spring.AfterRetries;
import io.minikafka.client.spring.ListenerDefaults;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.unit.DataSize;

class ClientPropertiesTests {
    private final ApplicationContextRunner settings =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(MinikafkaClientProperties.class)
    static class Settings {}

    @Test
    void theDefaultsAreTheLibrarys() {
        bound(settings, properties -> {
            assertThat(properties.target()).isNull();
            assertThat(properties.transport()).isEqualTo(Transport.GRPC);
            assertThat(properties.credentials()).isNull();
            assertThat(properties.ssl().isEnabled()).isFalse();
            assertThat(properties.producer().options()).isEqualTo(ProducerOptions.DEFAULT);
            assertThat(properties.producer().defaultTopic()).isNull();
            assertThat(properties.listener().defaults(null))
                    .usingRecursiveComparison()
                    .isEqualTo(ListenerDefaults.DEFAULT);
        });
    }

    @Test
    void everySettingCanComeFromTheEnvironment() {
        ApplicationContextRunner environment = inEnvironment(Map.ofEntries(
                Map.entry("MINIKAFKA_CLIENT_TARGET", "broker:1234"),
                Map.entry("MINIKAFKA_CLIENT_TRANSPORT", "redis"),
                Map.entry("MINIKAFKA_CLIENT_USERNAME", "me"),
                Map.entry("MINIKAFKA_CLIENT_PASSWORD", "secret"),
                Map.entry("MINIKAFKA_CLIENT_SSL_ENABLED", "true"),
                Map.entry("MINIKAFKA_CLIENT_SSL_BUNDLE", "mine"),
                Map.entry("MINIKAFKA_CLIENT_REQUESTTIMEOUT", "5s"),
                Map.entry("MINIKAFKA_CLIENT_MAXRESPONSESIZE", "8MB"),
                Map.entry("MINIKAFKA_CLIENT_PRODUCER_DEFAULTTOPIC", "orders"),
                Map.entry("MINIKAFKA_CLIENT_PRODUCER_DELIVERY", "at-most-once"),
                Map.entry("MINIKAFKA_CLIENT_PRODUCER_BUFFERSIZE", "1MB"),
                Map.entry("MINIKAFKA_CLIENT_PRODUCER_MAXBATCHSIZE", "1KB"),
                Map.entry("MINIKAFKA_CLIENT_PRODUCER_MAXBLOCK", "0s"),
                Map.entry("MINIKAFKA_CLIENT_PRODUCER_DELIVERYTIMEOUT", "10s"),
                Map.entry("MINIKAFKA_CLIENT_PRODUCER_IDLETIMEOUT", "1m"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_GROUP", "billing"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_CONCURRENCY", "4"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_ACKMODE", "record"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_STARTAT", "latest"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_AUTOSTARTUP", "false"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_MAXPOLLINTERVAL", "1m"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_MAXPOLLMESSAGES", "7"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_PREFETCH", "8"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_RETRY_ATTEMPTS", "5"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_RETRY_INITIALINTERVAL", "100ms"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_RETRY_MULTIPLIER", "1.5"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_RETRY_MAXINTERVAL", "2s"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_AFTERRETRIES", "dead-letter"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_DEADLETTERSUFFIX", "-dead"),
                Map.entry("MINIKAFKA_CLIENT_LISTENER_SHUTDOWNTIMEOUT", "3s")));
        bound(environment, properties -> {
            assertThat(properties.target()).isEqualTo("broker:1234");
            assertThat(properties.transport()).isEqualTo(Transport.REDIS);
            assertThat(properties.credentials()).isEqualTo(Credentials.password("me", "secret"));
            assertThat(properties.ssl()).isEqualTo(new MinikafkaClientProperties.Ssl(true, "mine"));
            assertThat(properties.requestTimeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(properties.maxResponseSize()).isEqualTo(DataSize.ofMegabytes(8));
            assertThat(properties.producer().defaultTopic()).isEqualTo("orders");
            assertThat(properties.producer().idleTimeout()).isEqualTo(Duration.ofMinutes(1));
            assertThat(properties.producer().options())
                    .isEqualTo(new ProducerOptions(
                            Delivery.AT_MOST_ONCE, 1 << 20, 1 << 10, Duration.ZERO, Duration.ofSeconds(10)));
            ListenerDefaults listener = properties.listener().defaults(null);
            assertThat(listener.group()).isEqualTo("billing");
            assertThat(listener.concurrency()).isEqualTo(4);
            assertThat(listener.ackMode()).isEqualTo(AckMode.RECORD);
            assertThat(listener.startAt()).isEqualTo(GroupStart.LATEST);
            assertThat(listener.autoStartup()).isFalse();
            assertThat(listener.maxPollInterval()).isEqualTo(Duration.ofMinutes(1));
            assertThat(listener.maxPollMessages()).isEqualTo(7);
            assertThat(listener.prefetch()).isEqualTo(8);
            assertThat(listener.afterRetries()).isEqualTo(AfterRetries.DEAD_LETTER);
            assertThat(listener.deadLetterSuffix()).isEqualTo("-dead");
            assertThat(listener.shutdownTimeout()).isEqualTo(Duration.ofSeconds(3));
            assertThat(listener.backOff()).isInstanceOfSatisfying(ExponentialBackOff.class, backOff -> {
                assertThat(backOff.getMaxAttempts()).isEqualTo(4);
                assertThat(backOff.getInitialInterval()).isEqualTo(100);
                assertThat(backOff.getMultiplier()).isEqualTo(1.5);
                assertThat(backOff.getMaxInterval()).isEqualTo(2_000);
            });
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    target | a b | minikafka.client.target
                    target | broker:99999 | minikafka.client.target
                    transport | carrier-pigeon | minikafka.client.transport
                    request-timeout | PT0S | minikafka.client.request-timeout
                    max-response-size | 0B | minikafka.client.max-response-size
                    max-response-size | 3221225472B | minikafka.client.max-response-size
                    username | only | minikafka.client.username
                    producer.delivery | exactly-once | minikafka.client.producer.delivery
                    producer.buffer-size | 0B | minikafka.client.producer.buffer-size
                    producer.max-batch-size | 2147483648B | minikafka.client.producer.max-batch-size
                    producer.max-block | PT-1S | minikafka.client.producer.max-block
                    producer.delivery-timeout | PT0S | minikafka.client.producer.delivery-timeout
                    producer.idle-timeout | PT0S | minikafka.client.producer.idle-timeout
                    listener.concurrency | 0 | minikafka.client.listener.concurrency
                    listener.ack-mode | never | minikafka.client.listener.ack-mode
                    listener.max-poll-interval | PT0S | minikafka.client.listener.max-poll-interval
                    listener.max-poll-messages | 0 | minikafka.client.listener.max-poll-messages
                    listener.prefetch | 0 | minikafka.client.listener.prefetch
                    listener.retry.attempts | 0 | minikafka.client.listener.retry.attempts
                    listener.retry.initial-interval | PT0S | minikafka.client.listener.retry.initial-interval
                    listener.retry.multiplier | 0.5 | minikafka.client.listener.retry.multiplier
                    listener.retry.max-interval | PT0S | minikafka.client.listener.retry.max-interval
                    listener.shutdown-timeout | PT-1S | minikafka.client.listener.shutdown-timeout
                    """)
    void aWrongValueIsRefusedByNameAndValue(String name, String value, String named) {
        settings.withPropertyValues("minikafka.client." + name + "=" + value).run(context -> {
            assertThat(context).hasFailed();
            assertThat(textsOf(context.getStartupFailure())).contains(named, value);
        });
    }

    @Test
    void aTokenIsForGrpcAndInsteadOfAPassword() {
        bound(
                settings.withPropertyValues("minikafka.client.token=secret"),
                properties -> assertThat(properties.credentials())
                        .isInstanceOfSatisfying(
                                Credentials.BearerToken.class,
                                bearer -> assertThat(bearer.token().get()).isEqualTo("secret")));
        for (String other : new String[] {"transport=redis", "password=p"}) {
            settings.withPropertyValues("minikafka.client.token=secret", "minikafka.client." + other)
                    .run(context -> {
                        assertThat(context).hasFailed();
                        assertThat(textsOf(context.getStartupFailure()))
                                .contains("minikafka.client.token")
                                .doesNotContain("secret");
                    });
        }
    }

    @Test
    void aPasswordWithoutAUserIsTheDefaultUsers() {
        bound(
                settings.withPropertyValues("minikafka.client.password=p"),
                properties -> assertThat(properties.credentials()).isEqualTo(Credentials.password("default", "p")));
    }

    @Test
    void secretsAreNotShown() {
        bound(
                settings.withPropertyValues("minikafka.client.username=me", "minikafka.client.password=hidden"),
                properties -> assertThat(properties.toString()).contains("me").doesNotContain("hidden"));
    }

    @Test
    void aBundleTurnsSslOnUnlessItIsTurnedOff() {
        bound(
                settings.withPropertyValues("minikafka.client.ssl.bundle=b"),
                properties -> assertThat(properties.ssl().isEnabled()).isTrue());
        bound(
                settings.withPropertyValues("minikafka.client.ssl.bundle=b", "minikafka.client.ssl.enabled=false"),
                properties -> assertThat(properties.ssl().isEnabled()).isFalse());
    }

    private static String textsOf(Throwable failure) {
        StringBuilder texts = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            texts.append(cause.getMessage()).append('\n');
        }
        return texts.toString();
    }

    private static void bound(ApplicationContextRunner runner, Consumer<MinikafkaClientProperties> check) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            check.accept(context.getBean(MinikafkaClientProperties.class));
        });
    }

    private ApplicationContextRunner inEnvironment(Map<String, Object> variables) {
        return settings.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)));
    }
}

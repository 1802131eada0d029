package io.minikafka.client.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.GroupStart;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.annotation.AliasFor;
import org.springframework.util.backoff.FixedBackOff;

/** What the annotation's attributes mean, and which are refused. */
class ListenerAttributesTests {
    private final MemoryClient client = new MemoryClient();

    @Test
    void placeholdersAndExpressionsAreResolved() {
        Object listener = new Object() {
            @MinikafkaListener(
                    topics = {"${topics}", "#{'payments'}"},
                    group = "${group:none}",
                    id = "#{'or' + 'ders'}",
                    concurrency = "${members}",
                    startAt = "${start}",
                    autoStartup = "${auto}",
                    maxPollInterval = "${interval}",
                    maxPollMessages = "${batch}")
            void on(String value) {}
        };
        var properties = Map.<String, Object>of(
                "topics", "orders, returns",
                "group", "audit",
                "members", "3",
                "start", "latest",
                "auto", "false",
                "interval", "90s",
                "batch", "7");
        try (var application = ListenerApplication.of(client, ListenerApplication.DEFAULTS)
                .with(properties)
                .with("listener", listener)
                .start()) {
            MinikafkaListenerContainer container =
                    application.registry().container("orders").orElseThrow();
            assertThat(container.topics()).containsExactly("orders", "returns", "payments");
            assertThat(container.group()).isEqualTo("audit");
            assertThat(container.isRunning()).isFalse();
            container.start();
            assertThat(container.isRunning()).isTrue();
            await().untilAsserted(() -> assertThat(client.joined).hasValue(3));
            assertThat(client.lastSubscription.startAt()).isEqualTo(GroupStart.LATEST);
            assertThat(client.lastSubscription.maxPollInterval()).hasSeconds(90);
            assertThat(client.lastSubscription.maxPollMessages()).isEqualTo(7);
        }
    }

    @Test
    void withoutAnIdItIsBeanAndMethodAndTheSecondHasANumber() {
        Object listener = new Object() {
            @MinikafkaListener("orders")
            @MinikafkaListener(topics = "returns", group = "other")
            void on(String value) {}
        };
        try (var application = ListenerApplication.started(client, listener)) {
            assertThat(application.registry().containers())
                    .extracting(MinikafkaListenerContainer::id)
                    .containsExactly("listener.on", "listener.on-2");
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @MinikafkaListener(topics = "orders", group = "audit")
    @interface AuditListener {
        @AliasFor(annotation = MinikafkaListener.class)
        String id();
    }

    @Test
    void anAnnotationOfOnesOwnMayStandForIt() {
        Object listener = new Object() {
            @AuditListener(id = "audit-log")
            void on(String value) {}
        };
        try (var application = ListenerApplication.started(client, listener)) {
            assertThat(application.registry().container("audit-log"))
                    .hasValueSatisfying(
                            container -> assertThat(container.group()).isEqualTo("audit"));
        }
    }

    @Test
    void withoutAGroupTheStartFailsAndSaysWhereOneCanBe() {
        assertThatThrownBy(() -> start(ListenerDefaults.DEFAULT, new Object() {
                    @MinikafkaListener(topics = "orders")
                    void onOrder(String value) {}
                }))
                .hasMessageContaining("onOrder: There is no consumer group; accepted is a name");
    }

    @Test
    void withoutATopicTheStartFails() {
        assertThatThrownBy(() -> start(ListenerApplication.DEFAULTS, new Object() {
                    @MinikafkaListener
                    void onOrder(String value) {}
                }))
                .hasMessageContaining("onOrder: There is no topic");
    }

    @Test
    void aConcurrencyThatIsNoNumberIsNamed() {
        assertThatThrownBy(() -> start(ListenerApplication.DEFAULTS, new Object() {
                    @MinikafkaListener(topics = "orders", concurrency = "${members:many}")
                    void onOrder(String value) {}
                }))
                .hasMessageContaining("The concurrency is 'many', of '${members:many}'; accepted is a number");
    }

    @Test
    void anIdThatIsTakenIsRefused() {
        assertThatThrownBy(() -> start(ListenerApplication.DEFAULTS, new Object() {
                    @MinikafkaListener(topics = "orders", id = "same")
                    @MinikafkaListener(topics = "returns", id = "same")
                    void onOrder(String value) {}
                }))
                .hasMessageContaining("two listeners of the id 'same'");
    }

    @Test
    void aBackOffThatOutlastsTheMaxPollIntervalIsRefused() {
        ListenerDefaults patient = ListenerApplication.DEFAULTS.withBackOff(new FixedBackOff(10_000, 4));
        assertThatThrownBy(() -> start(patient, new Object() {
                    @MinikafkaListener(topics = "orders", maxPollInterval = "30s")
                    void onOrder(String value) {}
                }))
                .hasMessageContaining("of less than the max poll interval, PT30S");
    }

    @Test
    void retriesWithoutEndAreRefused() {
        ListenerDefaults patient =
                ListenerApplication.DEFAULTS.withBackOff(new FixedBackOff(0, FixedBackOff.UNLIMITED_ATTEMPTS));
        assertThatThrownBy(() -> start(patient, new Object() {
                    @MinikafkaListener(topics = "orders")
                    void onOrder(String value) {}
                }))
                .hasMessageContaining("accepted are at most 1000 retries");
    }

    @Test
    void deadLettersInTheTopicTheyCameFromAreRefused() {
        assertThatThrownBy(() -> start(ListenerApplication.DEFAULTS, new Object() {
                    @MinikafkaListener(topics = "orders", deadLetterTopic = "orders")
                    void onOrder(String value) {}
                }))
                .hasMessageContaining("The deadLetterTopic is 'orders', which the listener reads");
    }

    @Test
    void withoutListenersNoClientIsNeeded() {
        try (var context = new AnnotationConfigApplicationContext(ListenerApplication.Enabled.class)) {
            assertThat(context.getBean(MinikafkaListenerRegistry.class).containers())
                    .isEmpty();
        }
    }

    private void start(ListenerDefaults defaults, Object listener) {
        try (var application = ListenerApplication.started(client, defaults, listener)) {
            assertThat(application).isNull();
        }
    }
}

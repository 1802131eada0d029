package io.minikafka.client.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.backoff.FixedBackOff;

/** Starting, stopping, pausing, and what is told when the server is away or refuses. */
@ExtendWith(OutputCaptureExtension.class)
class ListenerLifecycleTests {
    private final MemoryClient client = new MemoryClient();
    private final Blocking listener = new Blocking();

    /** Waits in each call, if it is told to. */
    static class Blocking {
        final List<String> got = new CopyOnWriteArrayList<>();
        final CountDownLatch go = new CountDownLatch(1);
        final AtomicBoolean blocks = new AtomicBoolean();

        @MinikafkaListener(topics = "orders")
        void on(String value) throws InterruptedException {
            got.add(value);
            if (blocks.get()) {
                go.await();
            }
        }
    }

    @Test
    void aServerThatIsAwayIsToldOnceAndSoIsThatItIsBack(CapturedOutput output) {
        for (int i = 0; i < 4; i++) {
            client.pollFailures.add(MemoryClient.failure(Kind.UNAVAILABLE, "connection refused"));
        }
        client.append("a");
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
            assertThat(application.container().failure()).isEmpty();
        }
        assertThat(output.toString().lines().filter(line -> line.contains("connection refused")))
                .hasSize(1);
        assertThat(output).contains("Listener listener.on of group billing on orders: the server is back");
        assertThat(client.joined).hasValue(1);
    }

    @Test
    void aRefusalIsToldAsAnErrorAndIsTheContainersFailure(CapturedOutput output) {
        client.pollFailures.add(MemoryClient.failure(Kind.PERMISSION_DENIED, "no right to read orders"));
        try (var application = ListenerApplication.started(client, listener)) {
            MinikafkaListenerContainer container = application.container();
            await().untilAsserted(() -> assertThat(container.failure())
                    .hasValueSatisfying(failure -> assertThat(failure)
                            .isInstanceOf(MinikafkaException.class)
                            .hasMessage("no right to read orders")));
            assertThat(container.isRunning()).isTrue();
            // Joins again at once when told to.
            container.pause();
            container.resume();
            client.append("a");
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
            assertThat(container.failure()).isEmpty();
        }
        assertThat(output)
                .contains("consumes nothing: PERMISSION_DENIED: no right to read orders")
                .contains("the server accepts the group's member again");
    }

    @Test
    void damagedMessagesAreToldAndPassedOver(CapturedOutput output) {
        client.pollFailures.add(MemoryClient.failure(Kind.DATA_LOSS, "offset 7 fails its checksum"));
        client.append("a");
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
        }
        assertThat(output).contains("goes on behind damaged messages: offset 7 fails its checksum");
        assertThat(client.joined).hasValue(1);
    }

    @Test
    void stoppingLetsTheMessageInHandFinishAndAcknowledgesItAndNoneBehindIt() {
        listener.blocks.set(true);
        client.append("a", "b", "c");
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(listener.got).containsExactly("a"));
            AtomicBoolean stopped = new AtomicBoolean();
            application.container().stop(() -> stopped.set(true));
            assertThat(application.container().isRunning()).isFalse();
            assertThat(stopped).isFalse();
            listener.go.countDown();
            await().untilTrue(stopped);
            assertThat(client.left).hasValue(1);
        }
        assertThat(listener.got).containsExactly("a");
        assertThat(client.commits).containsExactly(1L);
    }

    @Test
    void stoppingAnIdleListenerDoesNotWaitForItsPoll() {
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(client.joined).hasValue(1));
        }
        assertThat(client.left).hasValue(1);
    }

    @Test
    void stoppingEndsThePausesOfRetries() {
        Object failing = new Object() {
            @MinikafkaListener(topics = "orders")
            void on(String value) {
                listener.got.add(value);
                throw new IllegalStateException();
            }
        };
        ListenerDefaults slow = ListenerApplication.DEFAULTS.withBackOff(new FixedBackOff(120_000, 1));
        client.append("a");
        try (var application = ListenerApplication.started(client, slow, failing)) {
            await().untilAsserted(() -> assertThat(listener.got).hasSize(1));
            await().untilAsserted(() -> assertThat(client.joined).hasValue(1));
            application.container().stop();
            assertThat(client.left).as("within the shutdown timeout").hasValue(1);
        }
        assertThat(client.committed()).isZero();
        assertThat(listener.got).hasSize(1);
    }

    @Test
    void aStoppedContainerCanBeStartedAgain() {
        client.append("a");
        try (var application = ListenerApplication.started(client, listener)) {
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
            application.container().stop();
            client.append("b");
            application.container().start();
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(2));
        }
        assertThat(listener.got).containsExactly("a", "b");
    }

    @Test
    void aPausedContainerLeavesTheGroupAndJoinsAgainWhenResumed() {
        client.append("a");
        try (var application = ListenerApplication.started(client, listener)) {
            MinikafkaListenerContainer container = application.container();
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(1));
            container.pause();
            assertThat(container.isPaused()).isTrue();
            assertThat(container.isRunning()).isTrue();
            await().untilAsserted(() -> assertThat(client.left).hasValue(1));
            client.append("b");
            assertThat(client.joined).hasValue(1);
            container.resume();
            await().untilAsserted(() -> assertThat(client.committed()).isEqualTo(2));
            assertThat(client.joined).hasValue(2);
        }
    }

    @Test
    void aContainerThatWasPausedBeforeItStartedStaysSo() {
        try (var application = ListenerApplication.of(client, ListenerApplication.DEFAULTS)
                .with(Map.of("auto", "false"))
                .with("listener", new Object() {
                    @MinikafkaListener(topics = "orders", autoStartup = "${auto}")
                    void on(String value) {}
                })
                .start()) {
            MinikafkaListenerContainer container = application.container();
            container.pause();
            container.start();
            assertThat(container.isRunning()).isTrue();
            assertThat(client.joined).hasValue(0);
            container.resume();
            await().untilAsserted(() -> assertThat(client.joined).hasValue(1));
        }
    }

    @Test
    void aListenerMayStopItsContainer() {
        client.append("a", "b");
        AtomicBoolean returned = new AtomicBoolean();
        class Stopping {
            @Autowired
            MinikafkaListenerRegistry registry;

            @MinikafkaListener(topics = "orders", id = "self")
            void on(String value) {
                registry.container("self").orElseThrow().stop();
                returned.set(true);
            }
        }
        try (var application = ListenerApplication.started(client, new Stopping())) {
            await().untilAsserted(() -> assertThat(client.left).hasValue(1));
            assertThat(returned).isTrue();
            assertThat(client.committed()).isEqualTo(1);
        }
    }

    @Test
    void eachMemberHasAThreadOfTheFactory() {
        CustomizableThreadFactory factory = new CustomizableThreadFactory("x");
        List<String> names = new CopyOnWriteArrayList<>();
        Object naming = new Object() {
            @MinikafkaListener(topics = "orders")
            void on(String value) {
                names.add(Thread.currentThread().getName()
                        + Thread.currentThread().isDaemon());
            }
        };
        factory.setDaemon(true);
        client.append("a");
        try (var application =
                ListenerApplication.started(client, ListenerApplication.DEFAULTS.withThreads(factory), naming)) {
            await().untilAsserted(() -> assertThat(names).containsExactly("minikafka-listener.on-0true"));
        }
    }
}

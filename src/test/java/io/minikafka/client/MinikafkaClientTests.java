package io.minikafka.client;

import static io.minikafka.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class MinikafkaClientTests {
    private static final List<ProducerMessage> ONE = List.of(ProducerMessage.utf8("a"));

    @Test
    void closingItClosesWhatItOpened() {
        GatedStore store = new GatedStore();
        try (TestServer server = new TestServer(store)) {
            MinikafkaClient client = server.client();
            Producer producer = client.producer("t");
            producer.send(ProducerMessage.utf8("a"));
            Consumer consumer = client.consumer("t", StartPosition.latest());
            Subscription subscription = client.subscribe("t", StartPosition.latest(), messages -> {});
            CompletableFuture<RecordMetadata> last = producer.sendAsync(ProducerMessage.utf8("b"));

            client.close();
            client.close();

            assertThat(last).isCompletedWithValue(new RecordMetadata("t", 0, 1));
            assertThat(subscription.ended()).isCompleted();
            assertFails(Kind.CLOSED, () -> producer.send(new byte[1]));
            assertFails(Kind.CLOSED, () -> consumer.poll(Duration.ZERO));
            assertFails(Kind.CLOSED, () -> client.producer("t"));
            assertFails(Kind.CLOSED, () -> client.consumer("t", StartPosition.earliest()));
            assertFails(Kind.CLOSED, () -> client.subscribe("t", StartPosition.earliest(), messages -> {}));
            assertFails(Kind.CLOSED, () -> client.produce("t", ONE));
            assertFails(Kind.CLOSED, client::health);
            assertFails(Kind.CLOSED, () -> client.topics().list());
        }
    }

    @Test
    void aRequestOnItsOwnStoresMessages() {
        try (TestServer server = new TestServer();
                MinikafkaClient client = server.client()) {
            assertThat(client.produce("t", List.of(ProducerMessage.utf8("a"), ProducerMessage.utf8("b"))))
                    .containsExactly(new RecordMetadata("t", 0, 0), new RecordMetadata("t", 0, 1));
            assertThat(client.produce("t", ONE)).containsExactly(new RecordMetadata("t", 0, 2));
            assertFails(Kind.INVALID_ARGUMENT, () -> client.produce("t", List.of()));
        }
    }

    @Test
    void aMessageBeyondTheServersLimitIsRefusedWithBothNumbers() {
        StoreLimits limits = new StoreLimits(1_000);
        try (TestServer server = new TestServer(
                        new InMemoryMessageStore(limits, Clock.systemUTC()), limits, UnaryOperator.identity());
                MinikafkaClient client = server.client()) {
            assertThat(assertFails(
                            Kind.INVALID_ARGUMENT, () -> client.producer("t").send(new byte[1_001])))
                    .hasMessageContaining("1001")
                    .hasMessageContaining("1000");
        }
    }

    @Test
    void healthIsAsked() {
        try (TestServer server = new TestServer();
                MinikafkaClient client = server.client()) {
            assertThat(client.health()).isEqualTo(HealthStatus.SERVING);
            server.stop();
            assertFails(Kind.UNAVAILABLE, client::health);
        }
    }

    @Test
    void aCallThatFindsNoServerIsRepeatedForAWhile() {
        AtomicInteger calls = new AtomicInteger();
        try (TestServer server = serverWith(new FirstCallsFail(calls, 3));
                MinikafkaClient client = server.client()) {
            assertThat(client.topics().list()).isEmpty();
            assertThat(calls).hasValue(4);
        }
    }

    @Test
    void whatMustNotRunTwiceIsNotRepeated() {
        AtomicInteger calls = new AtomicInteger();
        try (TestServer server = serverWith(new FirstCallsFail(calls, 1));
                MinikafkaClient client = server.client()) {
            assertFails(Kind.UNAVAILABLE, () -> client.topics().delete("t"));
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void aServerThatDoesNotAnswerExceedsTheDeadline() {
        GatedStore store = new GatedStore();
        try (TestServer server = new TestServer(store);
                MinikafkaClient client = MinikafkaClient.builder(server.target())
                        .requestTimeout(Duration.ofMillis(100))
                        .build()) {
            store.shut();
            assertFails(Kind.DEADLINE_EXCEEDED, () -> client.produce("t", ONE));
        }
    }

    @Test
    void aClientFindsAServerThatCameBack() {
        try (TestServer server = new TestServer();
                MinikafkaClient client = server.client()) {
            client.produce("t", ONE);
            server.stop();
            assertFails(Kind.UNAVAILABLE, () -> client.topics().list());
            server.start();
            await().ignoreExceptions().until(() -> client.topics().list().equals(List.of("t")));
        }
    }

    @Test
    void settingsHaveBounds() {
        MinikafkaClientBuilder builder = MinikafkaClient.builder("localhost");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.requestTimeout(Duration.ZERO))
                .withMessageContaining("PT0S");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxResponseBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> MinikafkaClient.builder("host:x"));
        assertThatIllegalArgumentException().isThrownBy(() -> ProducerOptions.DEFAULT.withBufferBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> ProducerOptions.DEFAULT.withMaxBatchBytes(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProducerOptions.DEFAULT.withMaxBlock(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProducerOptions.DEFAULT.withDeliveryTimeout(Duration.ZERO));
    }

    private static TestServer serverWith(ServerInterceptor interceptor) {
        return new TestServer(
                new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC()),
                StoreLimits.DEFAULT,
                builder -> builder.intercept(interceptor));
    }

    /** Answers UNAVAILABLE at first. */
    private record FirstCallsFail(AtomicInteger calls, int failing) implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            if (calls.incrementAndGet() > failing) {
                return next.startCall(call, headers);
            }
            call.close(Status.UNAVAILABLE, new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}

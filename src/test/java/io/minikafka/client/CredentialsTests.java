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
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTests {
    private static final Credentials ALICE = Credentials.password("alice", "open sesame: ü");
    private static final String BASIC_ALICE = "Basic YWxpY2U6b3BlbiBzZXNhbWU6IMO8";

    private final Seen seen = new Seen();

    @Test
    void everyCallCarriesThemUnaryOnesAndStreams() {
        try (TestServer server = server(builder -> builder);
                MinikafkaClient client = MinikafkaClient.builder(server.target())
                        .credentials(ALICE)
                        .build()) {
            callAll(client);
            assertAllCarry(BASIC_ALICE);
        }
    }

    @Test
    void theyAreSentOverTlsToo(@TempDir Path directory) throws Exception {
        PemFiles files = PemFiles.generate(directory, "server");
        try (TestServer server = server(builder -> secured(builder, files));
                MinikafkaClient client = MinikafkaClient.builder(server.target())
                        .tls(Tls.DEFAULT.withTrust(files.certificate()))
                        .credentials(ALICE)
                        .build()) {
            callAll(client);
            assertAllCarry(BASIC_ALICE);
        }
    }

    @Test
    void aTokenIsAskedForWithEachCall() {
        AtomicInteger calls = new AtomicInteger();
        try (TestServer server = server(builder -> builder);
                MinikafkaClient client = MinikafkaClient.builder(server.target())
                        .credentials(Credentials.token(() -> "t" + calls.incrementAndGet()))
                        .build()) {
            client.topics().list();
            client.topics().list();
            assertThat(seen.byMethod.get("ListTopics")).containsExactly("Bearer t1", "Bearer t2");
        }
    }

    @Test
    void withoutATokenCallsFailAndItIsNotShown() {
        for (String wrong : List.of("", "two words", "line\nbreak", "ümlaut")) {
            try (TestServer server = server(builder -> builder);
                    MinikafkaClient client = MinikafkaClient.builder(server.target())
                            .credentials(Credentials.token(() -> wrong))
                            .build()) {
                MinikafkaException failure =
                        assertFails(Kind.UNAUTHENTICATED, () -> client.topics().list());
                assertThat(failure).hasMessageContaining("credentials");
                assertThat(wrong.isEmpty() || !failure.getMessage().contains(wrong))
                        .isTrue();
                assertThat(seen.byMethod).isEmpty();
            }
        }
    }

    @Test
    void withoutCredentialsNoneAreSent() {
        try (TestServer server = server(builder -> builder);
                MinikafkaClient client = server.client()) {
            client.topics().list();
            assertThat(seen.byMethod.get("ListTopics")).containsExactly("none");
        }
    }

    @Test
    void wrongOnesAreToldByPollsOfGroups() {
        seen.accepted = "Bearer right";
        try (TestServer server = server(builder -> builder);
                MinikafkaClient client = MinikafkaClient.builder(server.target())
                        .credentials(Credentials.token(() -> "wrong"))
                        .build();
                GroupConsumer consumer = client.join(GroupSubscription.of("billing", "orders"))) {
            assertFails(Kind.UNAUTHENTICATED, () -> consumer.poll(Duration.ofSeconds(30)));
        }
    }

    @Test
    void secretsAreNotShown() {
        assertThat(ALICE.toString()).contains("alice").doesNotContain("sesame");
        assertThat(Credentials.token(() -> "secret").toString()).doesNotContain("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.password("al:ice", "sesame"))
                .withMessageNotContaining("sesame");
    }

    private void callAll(MinikafkaClient client) {
        client.produce("orders", List.of(ProducerMessage.utf8("a")));
        client.producer("orders").send(ProducerMessage.utf8("b"));
        client.topics().list();
        client.groups().list();
        client.health();
        client.consumer("orders", StartPosition.earliest()).poll(Duration.ZERO);
        Subscription subscription = client.subscribe("orders", StartPosition.earliest(), messages -> {});
        await().until(() -> subscription.position() == 2);
        GroupConsumer consumer = client.join(GroupSubscription.of("billing", "orders"));
        assertThat(MessagingClientContract.poll(consumer, 2)).hasSize(2);
    }

    private void assertAllCarry(String authorization) {
        assertThat(seen.byMethod.keySet())
                .containsExactlyInAnyOrder(
                        "Produce",
                        "ProduceStream",
                        "ListTopics",
                        "ListGroups",
                        "Check",
                        "Poll",
                        "Subscribe",
                        "Consume");
        assertThat(seen.byMethod.values())
                .allSatisfy(values -> assertThat(values).isNotEmpty().containsOnly(authorization));
    }

    private TestServer server(UnaryOperator<NettyServerBuilder> settings) {
        return new TestServer(
                new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC()),
                StoreLimits.DEFAULT,
                builder -> settings.apply(builder.intercept(seen)));
    }

    private static NettyServerBuilder secured(NettyServerBuilder builder, PemFiles files) {
        try {
            return builder.sslContext(GrpcSslContexts.forServer(
                            files.certificate().toFile(), files.privateKey().toFile())
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes what calls carry, and refuses those that carry something else than is accepted. */
    private static final class Seen implements ServerInterceptor {
        private static final Metadata.Key<String> AUTHORIZATION =
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

        final Map<String, Queue<String>> byMethod = new ConcurrentHashMap<>();
        volatile String accepted = "";

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            String carried = headers.get(AUTHORIZATION);
            String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
            byMethod.computeIfAbsent(method, key -> new ConcurrentLinkedQueue<>())
                    .add(carried == null ? "none" : carried);
            if (!accepted.isEmpty() && !accepted.equals(carried)) {
                call.close(Status.UNAUTHENTICATED, new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }
}

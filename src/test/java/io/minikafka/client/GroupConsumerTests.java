package io.minikafka.client;

import static io.minikafka.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.minikafka.broker.OffsetReset;
import io.minikafka.broker.Start;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.group.GroupName;
import io.minikafka.store.DataLossException;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.memory.InMemoryMessageStore;
import io.minikafka.v1.ConsumeResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is gRPC's own in a group consumer; what holds for all transports is in the contract tests. */
class GroupConsumerTests {
    private static final String TOPIC = "orders";
    private static final GroupSubscription BILLING = GroupSubscription.of("billing", TOPIC);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void damageIsToldInItsPlaceAndPassedOver() {
        MinikafkaClient client = client(server(new DelegatingStore(memory()) {
            @Override
            public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
                if (offset == 2) {
                    throw new DataLossException(partition, 2, 3);
                }
                int most = offset < 2 ? (int) Math.min(maxMessages, 2 - offset) : maxMessages;
                return super.read(partition, offset, most, maxBytes);
            }
        }));
        produce(client, "a", "b", "damaged", "d");
        GroupConsumer consumer = client.join(BILLING);
        assertThat(texts(MessagingClientContract.poll(consumer, 2))).containsExactly("a", "b");
        assertThat(assertFails(Kind.DATA_LOSS, () -> consumer.poll(LONG))).hasMessageContaining("orders");
        List<ConsumedMessage> behind = MessagingClientContract.poll(consumer, 1);
        assertThat(texts(behind)).containsExactly("d");
        get(consumer.acknowledge(behind));
    }

    @Test
    void aMemberThatDoesNotPollLosesItsPartitionsUntilItPollsAgain() {
        TestServer server = server(memory());
        MinikafkaClient client = client(server);
        produce(client, "a");
        // With credit left, and nothing to read, the server takes it for somebody who waits.
        GroupConsumer lazy = client.join(BILLING.withMaxPollInterval(Duration.ofSeconds(2)));
        List<ConsumedMessage> before = MessagingClientContract.poll(lazy, 1);
        // With neither members nor offsets a group is gone.
        await().until(() -> client.groups().list().isEmpty());
        assertFails(Kind.UNAVAILABLE, () -> get(lazy.acknowledge(before)));

        List<ConsumedMessage> again = MessagingClientContract.poll(lazy, 1);
        assertThat(texts(again)).containsExactly("a");
        get(lazy.acknowledge(again));
    }

    @Test
    void aMemberThatAcknowledgesStays() {
        TestServer server = server(memory());
        MinikafkaClient client = client(server);
        produce(client, IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new));
        GroupConsumer busy =
                client.join(BILLING.withMaxPollInterval(Duration.ofSeconds(2)).withPrefetch(100));
        List<ConsumedMessage> messages = MessagingClientContract.poll(busy, 100);
        long member = client.groups().describe("billing").members().get(0).id();
        AtomicInteger next = new AtomicInteger();
        // A hundred pauses of 40 ms are two intervals.
        await().pollInterval(Duration.ofMillis(40)).atMost(LONG).until(() -> {
            get(busy.acknowledge(messages.get(next.get())));
            return next.incrementAndGet() == 100;
        });
        assertThat(client.groups().describe("billing").members())
                .extracting(GroupInfo.Member::id)
                .containsExactly(member);
    }

    @Test
    void aPollThatWaitsLongerThanTheIntervalKeepsTheMembership() {
        TestServer server = server(memory());
        MinikafkaClient client = client(server);
        Duration interval = Duration.ofSeconds(2);
        client.topics().create(TOPIC, TopicConfig.DEFAULT);
        GroupConsumer patient = client.join(BILLING.withMaxPollInterval(interval));
        CompletableFuture<List<ConsumedMessage>> polled = CompletableFuture.supplyAsync(() -> patient.poll(LONG));
        await().until(() -> client.groups().list().contains("billing"));
        long member = client.groups().describe("billing").members().get(0).id();

        client.produce("other", List.of(ProducerMessage.utf8("x")));
        GroupConsumer lazy = client.join(GroupSubscription.of("lazy", "other").withMaxPollInterval(interval));
        MessagingClientContract.poll(lazy, 1);
        await().until(() -> !client.groups().list().contains("lazy"));

        assertThat(client.groups().describe("billing").members())
                .extracting(GroupInfo.Member::id)
                .containsExactly(member);
        produce(client, "a");
        assertThat(texts(get(polled))).containsExactly("a");
    }

    @Test
    void withoutPollsNoMoreArrivesThanMayBeAhead() {
        SentMessages sent = new SentMessages(new AtomicInteger());
        MinikafkaClient client = client(server(memory(), sent));
        produce(client, IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toArray(String[]::new));
        GroupConsumer consumer = client.join(BILLING.withPrefetch(10).withMaxPollMessages(4));
        List<ConsumedMessage> first = MessagingClientContract.poll(consumer, 4);
        await().until(() -> sent.messages().get() == 10);
        // The answer comes behind all that was sent before.
        get(consumer.acknowledge(first));
        assertThat(sent.messages()).hasValue(10);
        MessagingClientContract.poll(consumer, 4);
        await().until(() -> sent.messages().get() == 18);
    }

    @Test
    void whatIsMendedIsTriedAgainByPollsOnly() {
        AtomicReference<@Nullable Status> answer =
                new AtomicReference<>(Status.PERMISSION_DENIED.withDescription("Not you"));
        AtomicInteger calls = new AtomicInteger();
        MinikafkaClient client = client(server(memory(), new ConsumeAnswers(answer, calls)));
        GroupConsumer consumer = client.join(BILLING);
        assertThat(assertFails(Kind.PERMISSION_DENIED, () -> consumer.poll(LONG)))
                .hasMessage("Not you");
        assertFails(Kind.PERMISSION_DENIED, () -> consumer.poll(LONG));
        assertThat(calls).hasValueBetween(1, 2);
        for (int i = 0; i < 1_000; i++) {
            assertFails(Kind.PERMISSION_DENIED, () -> consumer.poll(Duration.ZERO));
        }
        assertThat(calls).hasValueLessThan(10);

        answer.set(null);
        produce(client, "a");
        assertThat(texts(pollUntilLetIn(consumer))).containsExactly("a");
    }

    @Test
    void aServerWithoutGroupsIsTold() {
        AtomicReference<@Nullable Status> answer = new AtomicReference<>(Status.UNIMPLEMENTED);
        MinikafkaClient client = client(server(memory(), new ConsumeAnswers(answer, new AtomicInteger())));
        GroupConsumer consumer = client.join(BILLING);
        assertFails(Kind.UNIMPLEMENTED, () -> consumer.poll(LONG));
    }

    @Test
    void whatIsUnavailableIsTriedAgainWithoutPolls() {
        AtomicReference<@Nullable Status> answer = new AtomicReference<>(Status.UNAVAILABLE);
        AtomicInteger calls = new AtomicInteger();
        MinikafkaClient client = client(server(memory(), new ConsumeAnswers(answer, calls)));
        client.join(BILLING);
        await().until(() -> calls.get() >= 3);
        answer.set(null);
        await().until(() -> client.groups().list().contains("billing"));
    }

    @Test
    void closingWhileTheServerIsAwayDoesNotWaitForIt() {
        TestServer server = server(memory());
        MinikafkaClient client = client(server);
        server.stop();
        GroupConsumer consumer = client.join(BILLING);
        consumer.close();
        assertFails(Kind.CLOSED, () -> consumer.poll(Duration.ZERO));
    }

    @Test
    void aGroupThatIsSetBackIsSentItsMessagesAgainInOrder() {
        TestServer server = server(memory());
        MinikafkaClient client = client(server);
        produce(client, "a", "b", "c");
        GroupConsumer consumer = client.join(BILLING.withMaxPollMessages(2));
        List<ConsumedMessage> first = new ArrayList<>(consumer.poll(LONG));
        get(consumer.acknowledge(first));
        server.broker()
                .resetOffsets(
                        GroupName.of("billing"), new OffsetReset(TopicName.of(TOPIC), Set.of(), new Start.Earliest()))
                .join();
        List<String> texts = new ArrayList<>();
        await().atMost(LONG).until(() -> {
            texts.addAll(texts(consumer.poll(Duration.ofMillis(50))));
            return texts.size() >= 3
                    && texts.subList(texts.size() - 3, texts.size()).equals(List.of("a", "b", "c"));
        });
    }

    private static List<ConsumedMessage> pollUntilLetIn(GroupConsumer consumer) {
        List<ConsumedMessage> messages = new ArrayList<>();
        await().atMost(LONG).until(() -> {
            try {
                messages.addAll(consumer.poll(Duration.ofSeconds(1)));
            } catch (MinikafkaException refusal) {
                assertThat(refusal.kind()).isEqualTo(Kind.PERMISSION_DENIED);
            }
            return !messages.isEmpty();
        });
        return messages;
    }

    private static MessageStore memory() {
        return new InMemoryMessageStore(StoreLimits.DEFAULT, Clock.systemUTC());
    }

    private TestServer server(MessageStore store) {
        TestServer server = new TestServer(store);
        opened.add(server);
        return server;
    }

    private TestServer server(MessageStore store, ServerInterceptor interceptor) {
        UnaryOperator<NettyServerBuilder> intercepted = builder -> builder.intercept(interceptor);
        TestServer server = new TestServer(store, StoreLimits.DEFAULT, intercepted);
        opened.add(server);
        return server;
    }

    private MinikafkaClient client(TestServer server) {
        MinikafkaClient client = server.client();
        opened.add(client);
        return client;
    }

    private static void produce(MinikafkaClient client, String... values) {
        client.produce(
                TOPIC, List.of(values).stream().map(ProducerMessage::utf8).toList());
    }

    private static List<String> texts(List<ConsumedMessage> messages) {
        return MessagingClientContract.texts(messages);
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return MessagingClientContract.get(future);
        } catch (CompletionException failed) {
            throw MinikafkaException.of(failed.getCause());
        }
    }

    /** Counts the messages that members are sent. */
    private record SentMessages(AtomicInteger messages) implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            if (!call.getMethodDescriptor().getFullMethodName().endsWith("/Consume")) {
                return next.startCall(call, headers);
            }
            return next.startCall(
                    new SimpleForwardingServerCall<>(call) {
                        @Override
                        public void sendMessage(R response) {
                            messages.addAndGet(count((byte[]) response));
                            super.sendMessage(response);
                        }
                    },
                    headers);
        }

        private static int count(byte[] response) {
            try {
                return ConsumeResponse.parseFrom(response).getMessages().getMessagesCount();
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Ends calls of Consume with this status, while there is one, and counts them. */
    private record ConsumeAnswers(AtomicReference<@Nullable Status> answer, AtomicInteger calls)
            implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            Status status = answer.get();
            if (!call.getMethodDescriptor().getFullMethodName().endsWith("/Consume")) {
                return next.startCall(call, headers);
            }
            calls.incrementAndGet();
            if (status == null) {
                return next.startCall(call, headers);
            }
            call.close(status, new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}

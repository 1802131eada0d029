package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.minikafka.broker.Broker;
import io.minikafka.resp.RespClient;
import io.minikafka.store.AppendResult;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.TopicPartition;
import io.minikafka.v1.ConsumeRequest;
import io.minikafka.v1.ConsumeResponse;
import io.minikafka.v1.ConsumerServiceGrpc;
import io.minikafka.v1.CreateTopicRequest;
import io.minikafka.v1.ListTopicsRequest;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.ProduceStreamRequest;
import io.minikafka.v1.SubscribeRequest;
import io.minikafka.v1.TopicServiceGrpc;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The order of a shutdown, seen by real clients of the service in this process. */
class ShutdownTests {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ExecutorService background = Executors.newCachedThreadPool();
    private RunningServer server;
    private GatedStore store;
    private CompletableFuture<Void> drainGate;

    @BeforeEach
    void start() {
        start("60s");
    }

    @SuppressWarnings("unchecked")
    private void start(String gracePeriod) {
        server = RunningServer.start(
                List.of(Gate.class),
                "--spring.profiles.active=memory",
                "--minikafka.shutdown.grace-period=" + gracePeriod);
        store = (GatedStore) server.context().getBean(MessageStore.class);
        drainGate = (CompletableFuture<Void>) server.context().getBean("drainGate");
        TopicServiceGrpc.newBlockingStub(server.channel())
                .createTopic(CreateTopicRequest.newBuilder().setName("t").build());
    }

    @AfterEach
    void stop() {
        drainGate.complete(null);
        store.openGate();
        server.close();
        background.shutdown();
    }

    @Test
    void watchersAreToldThenWaitsEndThenProducersFinishThenTheStoreCloses() throws Exception {
        MessageServiceGrpc.MessageServiceStub messages = MessageServiceGrpc.newStub(server.channel());
        HealthGrpc.newStub(server.channel()).watch(HealthCheckRequest.getDefaultInstance(), new Watch());
        await().until(() -> seen.contains("watch SERVING"));
        messages.poll(
                PollRequest.newBuilder().setTopic("t").setMaxWait(minutes(5)).build(), new Told<>("poll"));
        messages.subscribe(SubscribeRequest.newBuilder().setTopic("t").build(), new Told<>("subscription"));
        StreamObserver<ProduceStreamRequest> stream = messages.produceStream(new Told<>("produce stream"));
        stream.onNext(ProduceStreamRequest.newBuilder()
                .setTopic("t")
                .addMessages(message("streamed"))
                .build());
        messages.produce(
                ProduceRequest.newBuilder()
                        .setTopic("t")
                        .addMessages(message("unary"))
                        .build(),
                new Told<>("produce"));
        await().until(() -> store.held() == 2);

        background.execute(() -> {
            server.stop();
            seen.add("stopped");
        });

        // Watchers are told, while everything else goes on.
        await().until(() -> seen.contains("watch NOT_SERVING"));
        assertThat(seen).containsExactly("watch SERVING", "watch NOT_SERVING");
        assertThat(TopicServiceGrpc.newBlockingStub(server.channel())
                        .listTopics(ListTopicsRequest.getDefaultInstance())
                        .getNamesList())
                .containsExactly("t");

        drainGate.complete(null);
        await().until(() -> seen.contains("poll UNAVAILABLE") && seen.contains("subscription UNAVAILABLE"));
        // The store's gate is shut: produces are under way, and so the shutdown waits.
        assertThat(seen).doesNotContain("produce answered", "produce stream answered", "stopped");
        assertThat(store.closing()).isNotDone();
        assertThat(server.get("/livez").statusCode()).isEqualTo(200);
        assertThat(server.get("/readyz").statusCode()).isEqualTo(503);

        store.openGate();
        await().until(() -> seen.contains("stopped"));
        assertThat(store.closing()).isCompletedWithValue("after the produces");
        // Clients hear of it on threads of their own.
        await().untilAsserted(() -> assertThat(seen)
                .contains("produce answered")
                .containsSubsequence("produce stream answered", "produce stream UNAVAILABLE"));
    }

    @Test
    void streamsWithNothingUnderWayDoNotHoldUpTheStop() throws Exception {
        drainGate.complete(null);
        store.openGate();
        MessageServiceGrpc.MessageServiceStub messages = MessageServiceGrpc.newStub(server.channel());
        HealthGrpc.newStub(server.channel()).watch(HealthCheckRequest.getDefaultInstance(), new Watch());
        StreamObserver<ProduceStreamRequest> stream = messages.produceStream(new Told<>("produce stream"));
        stream.onNext(ProduceStreamRequest.newBuilder()
                .setTopic("t")
                .addMessages(message("m"))
                .build());
        await().until(() -> seen.contains("produce stream answered") && seen.contains("watch SERVING"));

        // Shorter than the grace period by far.
        background.submit(server::stop).get(30, TimeUnit.SECONDS);

        await().untilAsserted(() ->
                assertThat(seen).contains("watch NOT_SERVING", "watch UNAVAILABLE", "produce stream UNAVAILABLE"));
    }

    @Test
    void aGroupConsumersAcknowledgementsAreAnsweredBeforeItsStreamEnds() throws Exception {
        store.openGate();
        StreamObserver<ConsumeRequest> consumer =
                ConsumerServiceGrpc.newStub(server.channel()).consume(new Consumed());
        consumer.onNext(ConsumeRequest.newBuilder()
                .setJoin(ConsumeRequest.Join.newBuilder().setGroup("g").addTopics("t"))
                .build());
        consumer.onNext(ConsumeRequest.newBuilder()
                .setCredit(ConsumeRequest.Credit.newBuilder().setMessages(10))
                .build());
        await().until(() -> seen.contains("consumer ASSIGNED"));
        Future<?> stopping = background.submit(server::stop);
        await().until(() -> readiness() == 503);

        consumer.onNext(ConsumeRequest.newBuilder()
                .setAcknowledge(ConsumeRequest.Acknowledge.getDefaultInstance())
                .build());
        await().until(() -> seen.contains("consumer ACKNOWLEDGED"));
        drainGate.complete(null);

        // Shorter than the grace period by far.
        stopping.get(30, TimeUnit.SECONDS);
        await().untilAsserted(
                        () -> assertThat(seen).containsSubsequence("consumer ACKNOWLEDGED", "consumer UNAVAILABLE"));
    }

    private int readiness() throws Exception {
        return server.get("/readyz").statusCode();
    }

    @Test
    void aCallThatOutlastsTheGracePeriodIsBrokenOff() {
        drainGate.complete(null);
        server.close();
        start("1ms");
        drainGate.complete(null);
        MessageServiceGrpc.newStub(server.channel())
                .produce(
                        ProduceRequest.newBuilder()
                                .setTopic("t")
                                .addMessages(message("m"))
                                .build(),
                        new Told<>("produce"));
        await().until(() -> store.held() == 1);
        server.stop();
        await().until(() -> seen.contains("produce UNAVAILABLE") || seen.contains("produce CANCELLED"));
        assertThat(store.closing()).isCompletedWithValue("with produces under way");
    }

    @Test
    void theRedisDoorClosesWhileTheGrpcDoorWaitsForItsCalls() {
        drainGate.complete(null);
        MessageServiceGrpc.newStub(server.channel())
                .produce(
                        ProduceRequest.newBuilder()
                                .setTopic("t")
                                .addMessages(message("m"))
                                .build(),
                        new Told<>("produce"));
        await().until(() -> store.held() == 1);
        try (RespClient redis = new RespClient(server.redisPort())) {
            assertThat(redis.call("PING")).isEqualTo("+PONG\r\n");

            background.execute(server::stop);

            assertThat(redis.isClosedByServer()).isTrue();
            assertThat(seen).doesNotContain("produce answered");
        }
        store.openGate();
        await().until(() -> seen.contains("produce answered"));
    }

    @Test
    void aNewWaitIsRefusedWhileTheShutdownWaitsForProducers() {
        drainGate.complete(null);
        MessageServiceGrpc.MessageServiceStub messages = MessageServiceGrpc.newStub(server.channel());
        messages.produce(
                ProduceRequest.newBuilder()
                        .setTopic("t")
                        .addMessages(message("m"))
                        .build(),
                new Told<>("produce"));
        await().until(() -> store.held() == 1);
        background.execute(server::stop);
        await().untilAsserted(() -> assertThat(pollStatus()).isEqualTo(Status.Code.UNAVAILABLE));
        assertThat(seen).doesNotContain("produce answered");
        store.openGate();
        await().until(() -> seen.contains("produce answered"));
    }

    private Status.Code pollStatus() {
        try {
            MessageServiceGrpc.newBlockingStub(server.channel())
                    .withDeadlineAfter(1, TimeUnit.SECONDS)
                    .poll(PollRequest.newBuilder()
                            .setTopic("t")
                            .setMaxWait(minutes(1))
                            .build());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static com.google.protobuf.Duration minutes(int count) {
        return com.google.protobuf.Duration.newBuilder().setSeconds(60L * count).build();
    }

    private static io.minikafka.v1.Message message(String value) {
        return io.minikafka.v1.Message.newBuilder()
                .setValue(com.google.protobuf.ByteString.copyFromUtf8(value))
                .build();
    }

    /** Notes what a call is told. */
    private class Told<T> implements StreamObserver<T> {
        private final String call;

        Told(String call) {
            this.call = call;
        }

        @Override
        public void onNext(T answer) {
            seen.add(call + " answered");
        }

        @Override
        public void onError(Throwable failure) {
            seen.add(call + " " + Status.fromThrowable(failure).getCode());
        }

        @Override
        public void onCompleted() {
            seen.add(call + " completed");
        }
    }

    private final class Watch extends Told<HealthCheckResponse> {
        Watch() {
            super("watch");
        }

        @Override
        public void onNext(HealthCheckResponse answer) {
            ServingStatus status = answer.getStatus();
            seen.add("watch " + status);
        }
    }

    private final class Consumed extends Told<ConsumeResponse> {
        Consumed() {
            super("consumer");
        }

        @Override
        public void onNext(ConsumeResponse response) {
            seen.add("consumer " + response.getResponseCase());
        }
    }

    /** Puts the gate in front of the service's store. */
    @Configuration(proxyBeanMethods = false)
    static class Gate {
        @Bean
        @Primary
        GatedStore gatedStore(@Qualifier("messageStore") MessageStore store) {
            return new GatedStore(store);
        }

        @Bean
        CompletableFuture<Void> drainGate() {
            return new CompletableFuture<>();
        }

        /** Drains only once the gate is open. */
        @Bean
        @Primary
        Broker gatedBroker(@Qualifier("broker") Broker broker, CompletableFuture<Void> drainGate) {
            InvocationHandler handler = (proxy, method, arguments) -> {
                if (method.getName().equals("drain")) {
                    drainGate.join();
                }
                return method.invoke(broker, arguments);
            };
            return (Broker)
                    Proxy.newProxyInstance(Broker.class.getClassLoader(), new Class<?>[] {Broker.class}, handler);
        }
    }

    /** Appends only once the gate is open. */
    static final class GatedStore extends DelegatingStore {
        private final CompletableFuture<Void> gate = new CompletableFuture<>();
        private final AtomicInteger held = new AtomicInteger();
        private final CompletableFuture<String> closing = new CompletableFuture<>();

        GatedStore(MessageStore delegate) {
            super(delegate);
        }

        int held() {
            return held.get();
        }

        CompletableFuture<String> closing() {
            return closing;
        }

        @Override
        public void close() {
            closing.complete(gate.isDone() ? "after the produces" : "with produces under way");
            super.close();
        }

        void openGate() {
            gate.complete(null);
        }

        @Override
        public CompletableFuture<AppendResult> append(TopicPartition partition, List<Message> messages) {
            held.incrementAndGet();
            return gate.thenCompose(open -> delegate.append(partition, messages));
        }
    }
}

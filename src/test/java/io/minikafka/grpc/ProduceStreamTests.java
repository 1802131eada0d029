package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.minikafka.store.AppendResult;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.DiskFullException;
import io.minikafka.store.Durability;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.v1.AppendedRun;
import io.minikafka.v1.Message;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.ProduceStreamRequest;
import io.minikafka.v1.ProduceStreamResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProduceStreamTests extends DoorFixture {
    private static final TopicSettings SETTINGS = TopicSettings.DEFAULT.withDurability(Durability.OS);

    private final Received<ProduceStreamRequest, ProduceStreamResponse> acknowledged = Received.reading();
    private StreamObserver<ProduceStreamRequest> producer;

    @Override
    void connected() {
        producer = MessageServiceGrpc.newStub(door.channel).produceStream(acknowledged);
    }

    @Test
    void eachBatchIsAcknowledgedInItsTurn() {
        int batches = 5_000;
        for (int i = 0; i < batches; i++) {
            producer.onNext(batch("t", "a " + i, "b " + i));
        }
        producer.onCompleted();

        for (int i = 0; i < batches; i++) {
            assertThat(acknowledged.next().getRunsList()).containsExactly(run(0, 2L * i, 2));
        }
        assertThat(acknowledged.status()).isEqualTo(Status.OK);
        assertThat(stored("t")).hasSize(2 * batches).startsWith("a 0", "b 0", "a 1", "b 1");
    }

    @Test
    void aBatchWithoutATopicGoesWhereTheOneBeforeWent() {
        producer.onNext(batch("t", "1"));
        producer.onNext(batch("", "2"));
        producer.onNext(batch("u", "3"));
        producer.onNext(batch("", "4"));
        producer.onNext(batch("t", "5"));
        producer.onCompleted();

        assertThat(acknowledged.status()).isEqualTo(Status.OK);
        assertThat(stored("t")).containsExactly("1", "2", "5");
        assertThat(stored("u")).containsExactly("3", "4");
    }

    @Test
    void aStreamWithoutBatchesJustEnds() {
        producer.onCompleted();

        assertThat(acknowledged.status()).isEqualTo(Status.OK);
        assertThat(acknowledged.waiting()).isZero();
    }

    @Test
    void theFirstBatchMustNameItsTopic() {
        producer.onNext(batch("", "1"));

        assertThat(acknowledged.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(acknowledged.status().getDescription()).contains("no topic");
    }

    @Test
    void aRefusedBatchEndsTheStreamAfterTheAcknowledgementsBeforeIt() {
        producer.onNext(batch("t", "1"));
        producer.onNext(batch("t", "2"));
        producer.onNext(batch("../x", "3"));

        assertThat(acknowledged.next().getRunsList()).containsExactly(run(0, 0, 1));
        assertThat(acknowledged.next().getRunsList()).containsExactly(run(0, 1, 1));
        assertThat(acknowledged.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(acknowledged.status().getDescription()).contains("../x");
        assertThat(stored("t")).containsExactly("1", "2");
    }

    @Test
    void anEmptyBatchIsRefused() {
        producer.onNext(batch("t"));

        assertThat(acknowledged.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void severalStreamsKeepTheirOwnOrder() {
        store.createTopic(TopicName.of("t"), SETTINGS);
        int batches = 1_000;
        List<Received<ProduceStreamRequest, ProduceStreamResponse>> streams = new ArrayList<>();
        for (int stream = 0; stream < 4; stream++) {
            Received<ProduceStreamRequest, ProduceStreamResponse> received = Received.reading();
            streams.add(received);
            StreamObserver<ProduceStreamRequest> requests =
                    MessageServiceGrpc.newStub(door.channel).produceStream(received);
            for (int i = 0; i < batches; i++) {
                requests.onNext(batch("t", stream + ":" + i));
            }
            requests.onCompleted();
        }

        assertThat(streams).allSatisfy(stream -> assertThat(stream.status()).isEqualTo(Status.OK));
        List<String> all = stored("t");
        assertThat(all).hasSize(4 * batches);
        for (int stream = 0; stream < 4; stream++) {
            String prefix = stream + ":";
            List<String> own =
                    all.stream().filter(text -> text.startsWith(prefix)).toList();
            for (int i = 0; i < batches; i++) {
                assertThat(own.get(i)).isEqualTo(prefix + i);
            }
        }
    }

    // Acknowledgements that come late

    @Test
    void acknowledgementsKeepTheOrderOfTheBatchesWhateverIsDurableFirst() {
        PendingStore pending = new PendingStore(store);
        try (TestDoor slow = new TestDoor(pending)) {
            producer = MessageServiceGrpc.newStub(slow.channel).produceStream(acknowledged);
            for (int i = 0; i < 10; i++) {
                producer.onNext(batch("t", "m" + i));
            }
            await().until(() -> pending.appends.size() == 10);

            for (int i = 9; i > 0; i--) {
                pending.complete(i);
            }
            assertThat(acknowledged.waiting()).isZero();
            pending.complete(0);

            for (int i = 0; i < 10; i++) {
                assertThat(acknowledged.next().getRunsList()).containsExactly(run(0, i, 1));
            }
        }
    }

    @Test
    void aBatchThatFailsLateEndsTheStreamInItsTurn() {
        PendingStore pending = new PendingStore(store);
        try (TestDoor slow = new TestDoor(pending)) {
            producer = MessageServiceGrpc.newStub(slow.channel).produceStream(acknowledged);
            for (int i = 0; i < 3; i++) {
                producer.onNext(batch("t", "m" + i));
            }
            await().until(() -> pending.appends.size() == 3);

            pending.appends.get(1).completeExceptionally(new DiskFullException(1, 2));
            pending.complete(2);
            assertThat(acknowledged.hasEnded()).isFalse();
            pending.complete(0);

            assertThat(acknowledged.next().getRunsList()).containsExactly(run(0, 0, 1));
            assertThat(acknowledged.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(acknowledged.waiting()).isZero();
        }
    }

    @Test
    void theStreamEndsOnlyWhenAllIsAcknowledged() {
        PendingStore pending = new PendingStore(store);
        try (TestDoor slow = new TestDoor(pending)) {
            producer = MessageServiceGrpc.newStub(slow.channel).produceStream(acknowledged);
            producer.onNext(batch("t", "m"));
            producer.onCompleted();
            await().until(() -> pending.appends.size() == 1);
            assertThat(acknowledged.hasEnded()).isFalse();

            pending.complete(0);

            assertThat(acknowledged.status()).isEqualTo(Status.OK);
            assertThat(acknowledged.waiting()).isEqualTo(1);
        }
    }

    // Bounds

    @Test
    void onlySoManySmallBatchesAreUnderWay() {
        assertBounded(5_000, batch("t", "small"), 1024);
    }

    @Test
    void onlySoManyBytesAreUnderWay() {
        Message large = Message.newBuilder().setValue(bytes(1 << 20)).build();

        assertBounded(
                60,
                ProduceStreamRequest.newBuilder()
                        .setTopic("t")
                        .addMessages(large)
                        .build(),
                16);
    }

    /** So many batches are taken, and no more before all of these are acknowledged. */
    private void assertBounded(int batches, ProduceStreamRequest batch, int most) {
        PendingStore pending = new PendingStore(store);
        try (TestDoor slow = new TestDoor(pending)) {
            producer = MessageServiceGrpc.newStub(slow.channel).produceStream(acknowledged);
            for (int i = 0; i < batches; i++) {
                producer.onNext(batch);
            }
            producer.onCompleted();

            int done = 0;
            while (done < batches) {
                int expected = Math.min(batches, done + most);
                await().until(() -> pending.appends.size() == expected);
                for (; done < expected; done++) {
                    pending.complete(done);
                }
            }
            assertThat(acknowledged.status()).isEqualTo(Status.OK);
            assertThat(acknowledged.waiting()).isEqualTo(batches);
        }
    }

    @Test
    void noBatchIsAskedForWhileAcknowledgementsCannotBeWritten() throws Exception {
        int batches = 30_000;
        CallWatch watch = new CallWatch();
        Received<ProduceStreamRequest, ProduceStreamResponse> unread = Received.stalled();
        try (TestDoor watched = new TestDoor(store, broker -> broker, builder -> builder.intercept(watch))) {
            // Room for few acknowledgements at the client, so that they pile up at the server early.
            ManagedChannel narrow =
                    TestDoor.clientOf(watched.port()).flowControlWindow(1_024).build();
            producer = MessageServiceGrpc.newStub(narrow).produceStream(unread);
            for (int i = 0; i < batches; i++) {
                producer.onNext(batch("t", "m"));
            }
            producer.onCompleted();

            assertThat(watch.cannotWrite.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.asked.get()).isLessThan(batches);
            unread.request(Integer.MAX_VALUE);

            assertThat(unread.status()).isEqualTo(Status.OK);
            assertThat(unread.waiting()).isEqualTo(batches);
            assertThat(watch.askedWhileNotReady).hasValue(0);
            narrow.shutdownNow();
        }
    }

    /** Sees when the service asks for a batch, and whether it could write then. */
    private static final class CallWatch implements ServerInterceptor {
        private final CountDownLatch cannotWrite = new CountDownLatch(1);
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger askedWhileNotReady = new AtomicInteger();

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            return next.startCall(
                    new SimpleForwardingServerCall<Q, R>(call) {
                        @Override
                        public void request(int count) {
                            asked.addAndGet(count);
                            if (!super.isReady()) {
                                askedWhileNotReady.incrementAndGet();
                            }
                            super.request(count);
                        }

                        @Override
                        public boolean isReady() {
                            boolean ready = super.isReady();
                            if (!ready && asked.get() > 0) {
                                cannotWrite.countDown();
                            }
                            return ready;
                        }
                    },
                    headers);
        }
    }

    @Test
    void aCancelledStreamIsReadNoFurther() {
        PendingStore pending = new PendingStore(store);
        try (TestDoor slow = new TestDoor(pending)) {
            producer = MessageServiceGrpc.newStub(slow.channel).produceStream(acknowledged);
            producer.onNext(batch("t", "m"));
            await().until(() -> pending.appends.size() == 1);

            acknowledged.cancel();
            assertThat(acknowledged.status().getCode()).isEqualTo(Status.Code.CANCELLED);
            pending.complete(0);

            assertThat(acknowledged.waiting()).isZero();
        }
    }

    /** Takes appends and leaves it to the test when they are durable. */
    private static final class PendingStore extends DelegatingStore {
        private final List<CompletableFuture<AppendResult>> appends = Collections.synchronizedList(new ArrayList<>());

        PendingStore(MessageStore delegate) {
            super(delegate);
            delegate.createTopic(TopicName.of("t"), SETTINGS);
        }

        @Override
        public CompletableFuture<AppendResult> append(
                TopicPartition partition, List<io.minikafka.store.Message> messages) {
            CompletableFuture<AppendResult> pending = new CompletableFuture<>();
            appends.add(pending);
            return pending;
        }

        void complete(int append) {
            appends.get(append).complete(new AppendResult(append, 1, Durability.FSYNC));
        }
    }

    private static ProduceStreamRequest batch(String topic, String... values) {
        return ProduceStreamRequest.newBuilder()
                .setTopic(topic)
                .addAllMessages(Arrays.stream(values)
                        .map(value -> Message.newBuilder().setValue(utf8(value)).build())
                        .toList())
                .build();
    }

    private static AppendedRun run(int partition, long firstOffset, int count) {
        return AppendedRun.newBuilder()
                .setPartition(partition)
                .setFirstOffset(firstOffset)
                .setCount(count)
                .build();
    }

    private List<String> stored(String topic) {
        TopicPartition partition = TopicPartition.of(topic, 0);
        List<String> all = new ArrayList<>();
        ReadResult result = store.read(partition, 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
        while (!result.messages().isEmpty()) {
            result.messages().forEach(message -> all.add(message.value().toUtf8()));
            result = store.read(partition, result.nextOffset(), Integer.MAX_VALUE, Integer.MAX_VALUE);
        }
        return all;
    }
}

package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.minikafka.store.AppendResult;
import io.minikafka.store.Bytes;
import io.minikafka.store.DataLossException;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.DiskFullException;
import io.minikafka.store.KeyPartitioner;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.v1.AppendedRun;
import io.minikafka.v1.Durability;
import io.minikafka.v1.Header;
import io.minikafka.v1.Message;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.MessageServiceGrpc.MessageServiceBlockingStub;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.PollResponse;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.ProduceResponse;
import io.minikafka.v1.Start;
import io.minikafka.v1.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Produce and Poll of {@code minikafka.v1}. */
class MessageServiceTests extends DoorFixture {
    private static final TopicName TOPIC = TopicName.of("orders");
    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    private static final TopicSettings SETTINGS =
            TopicSettings.DEFAULT.withDurability(io.minikafka.store.Durability.OS);

    private MessageServiceBlockingStub client;

    @Override
    void connected() {
        client = MessageServiceGrpc.newBlockingStub(door.channel);
    }

    // Produce

    @Test
    void aBatchIntoOnePartitionIsOneRun() {
        store.createTopic(TOPIC, SETTINGS);

        assertThat(produce("a", "b")).isEqualTo(acknowledged(0, 0, 2));
        assertThat(produce("c")).isEqualTo(acknowledged(0, 2, 1));
        assertThat(texts(poll(fromEarliest()))).containsExactly("a", "b", "c");
    }

    private ProduceResponse acknowledged(int partition, long firstOffset, int count) {
        return ProduceResponse.newBuilder()
                .addRuns(run(partition, firstOffset, count))
                .setDurability(kind == TestStore.MEMORY ? Durability.DURABILITY_MEMORY : Durability.DURABILITY_OS)
                .build();
    }

    @Test
    void theAcknowledgementSaysWhatItStandsFor() {
        store.createTopic(TOPIC, SETTINGS.withDurability(io.minikafka.store.Durability.FSYNC));

        assertThat(produce("a").getDurability())
                .isEqualTo(kind == TestStore.MEMORY ? Durability.DURABILITY_MEMORY : Durability.DURABILITY_FSYNC);
    }

    @Test
    void binaryKeysValuesAndHeadersArriveAsTheyWere() {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < 256; i++) {
            everyByte[i] = (byte) i;
        }
        ByteString binary = ByteString.copyFrom(everyByte);
        Message full = Message.newBuilder()
                .setKey(binary)
                .setValue(binary)
                .addHeaders(Header.newBuilder().setName("twice").setValue(binary))
                .addHeaders(Header.newBuilder().setName("twice").setValue(utf8("second")))
                .addHeaders(Header.newBuilder().setName("ünï☃"))
                .build();
        Message emptyKey = Message.newBuilder().setKey(ByteString.EMPTY).build();
        Message nothing = Message.getDefaultInstance();

        client.produce(request(full, emptyKey, nothing));
        PollResponse response = poll(fromEarliest());

        StoredMessage stored = response.getMessages(0);
        assertThat(stored.getKey()).isEqualTo(binary);
        assertThat(stored.getValue()).isEqualTo(binary);
        assertThat(stored.getHeadersList()).isEqualTo(full.getHeadersList());
        assertThat(response.getMessages(1).hasKey()).as("an empty key is a key").isTrue();
        assertThat(response.getMessages(2).hasKey()).isFalse();
        assertThat(response.getMessages(2).getValue()).isEqualTo(ByteString.EMPTY);
    }

    @Test
    void keysAndNamedPartitionsDecideWhereMessagesGo() {
        store.createTopic(TOPIC, SETTINGS.withPartitions(5));
        int byKey = KeyPartitioner.partitionFor(Bytes.utf8("k"), 5);
        int named = (byKey + 1) % 5;

        ProduceResponse response = client.produce(request(
                Message.newBuilder().setKey(utf8("k")).build(),
                Message.newBuilder().setKey(utf8("k")).setPartition(named).build(),
                Message.newBuilder().setPartition(named).build()));

        assertThat(response.getRunsList()).containsExactly(run(byKey, 0, 1), run(named, 0, 2));
    }

    @Test
    void whatCannotBeProducedIsRefused() {
        store.createTopic(TOPIC, SETTINGS);
        int limit = TestStore.LIMITS.maxMessageBytes();
        Message tooLarge = Message.newBuilder().setValue(bytes(limit + 1)).build();
        Message wrongPartition = Message.newBuilder().setPartition(1).build();

        assertFails(
                Status.Code.INVALID_ARGUMENT, () -> client.produce(request(tooLarge)), "" + limit, "" + (limit + 1));
        assertFails(Status.Code.NOT_FOUND, () -> client.produce(request(wrongPartition)), "partition 1", "it has 1");
        assertFails(Status.Code.INVALID_ARGUMENT, () -> client.produce(request()), "1 or more");
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                () -> client.produce(
                        request(message("a")).toBuilder().setTopic("../x").build()),
                "topic name");
        assertThat(poll(fromEarliest()).getMessagesList()).isEmpty();
    }

    @Test
    void aFullDiskAsksToTryAgain() throws Exception {
        store.createTopic(TOPIC, SETTINGS);
        try (TestDoor full = new TestDoor(new DelegatingStore(store) {
            @Override
            public CompletableFuture<AppendResult> append(
                    TopicPartition partition, List<io.minikafka.store.Message> messages) {
                return CompletableFuture.failedFuture(new DiskFullException(5, 10));
            }
        })) {
            client = MessageServiceGrpc.newBlockingStub(full.channel);

            StatusRuntimeException failure =
                    assertFails(Status.Code.RESOURCE_EXHAUSTED, () -> produce("a"), "5 bytes", "10");
            assertThat(GrpcFailuresTests.detail(failure, RetryInfo.class)).isPresent();
        }
    }

    // Poll

    @Test
    void aPollStartsWhereItIsTold() {
        store.createTopic(TOPIC, SETTINGS);
        produce("a", "b");
        clock.advance(Duration.ofSeconds(1));
        produce("c");
        Timestamp now = ProtoTime.of(clock.instant());

        assertThat(texts(poll(fromEarliest()))).containsExactly("a", "b", "c");
        assertThat(texts(client.poll(PollRequest.newBuilder().setTopic("orders").build())))
                .as("no start")
                .containsExactly("a", "b", "c");
        assertThat(texts(poll(fromOffset(1)))).containsExactly("b", "c");
        assertThat(texts(poll(from(Start.newBuilder().setTimestamp(now))))).containsExactly("c");
        PollResponse latest = poll(from(Start.newBuilder().setLatest(Start.Latest.getDefaultInstance())));
        assertThat(latest.getMessagesList()).isEmpty();
        assertThat(latest.getNextOffset()).isEqualTo(3);
    }

    @Test
    void aReplySaysWhereTheLogStartsAndEndsAndWhatWasSkipped() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofSeconds(1)));
        produce("a", "b", "c");
        clock.advance(Duration.ofSeconds(1));
        produce("d", "e");

        PollResponse response = poll(fromOffset(1).setMaxMessages(1));

        assertThat(texts(response)).containsExactly("d");
        assertThat(response.getMessages(0).getOffset()).isEqualTo(3);
        assertThat(response.getMessages(0).getTimestamp()).isEqualTo(ProtoTime.of(clock.instant()));
        assertThat(response.getNextOffset()).isEqualTo(4);
        assertThat(response.getLogStartOffset()).isEqualTo(3);
        assertThat(response.getLogEndOffset()).isEqualTo(5);
        assertThat(response.getSkipped()).isEqualTo(2);
    }

    @Test
    void aPollIsBoundedInMessagesAndBytes() {
        store.createTopic(TOPIC, SETTINGS);
        for (int i = 0; i < 10; i++) {
            client.produce(request(Message.newBuilder().setValue(bytes(1_000)).build()));
        }

        assertThat(poll(fromEarliest().setMaxMessages(4)).getMessagesCount()).isEqualTo(4);
        assertThat(poll(fromEarliest().setMaxBytes(3_500)).getMessagesCount()).isEqualTo(3);
        assertThat(poll(fromEarliest().setMaxBytes(3_500)).getNextOffset()).isEqualTo(3);
        assertThat(poll(fromEarliest().setMaxBytes(1)).getMessagesCount()).isEqualTo(1);
        assertThat(poll(fromEarliest().setMaxBytes(Integer.MAX_VALUE)).getMessagesCount())
                .isEqualTo(10);
    }

    @Test
    void aReplyOfDefaultSizeFitsAClientOfDefaultLimits() {
        store.createTopic(TOPIC, SETTINGS);
        Message large = Message.newBuilder()
                .setValue(bytes(600_000))
                .addHeaders(Header.newBuilder().setName("h").setValue(bytes(100)))
                .build();
        client.produce(request(Collections.nCopies(20, large).toArray(Message[]::new)));
        // Where the encoded reply is larger than what the store counts.
        Message manyHeaders = Message.newBuilder()
                .addAllHeaders(Collections.nCopies(
                        20_000, Header.newBuilder().setName("h").build()))
                .build();
        client.produce(request(Collections.nCopies(45, manyHeaders).toArray(Message[]::new)));

        List<Long> offsets = new ArrayList<>();
        PollResponse response = poll(fromEarliest());
        while (response.getMessagesCount() > 0) {
            assertThat(response.getSerializedSize()).isLessThan(4 << 20);
            response.getMessagesList().forEach(message -> offsets.add(message.getOffset()));
            response = poll(fromOffset(response.getNextOffset()));
        }

        assertThat(offsets).hasSize(65).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatCannotBePolledIsRefused() {
        store.createTopic(TOPIC, SETTINGS);
        produce("a");

        assertFails(Status.Code.NOT_FOUND, () -> poll(fromEarliest().setTopic("nope")), "topic", "nope");
        assertFails(Status.Code.NOT_FOUND, () -> poll(fromEarliest().setPartition(1)), "partition 1", "it has 1");
        assertFails(Status.Code.NOT_FOUND, () -> poll(fromEarliest().setPartition(-1)), "partition -1");
        assertFails(Status.Code.OUT_OF_RANGE, () -> poll(fromOffset(2)), "offset 2", "from 0 up to 1");
        assertFails(Status.Code.OUT_OF_RANGE, () -> poll(fromOffset(-1)), "offset -1");
        assertFails(Status.Code.INVALID_ARGUMENT, () -> poll(fromEarliest().setTopic("a/b")), "topic name");
        assertFails(Status.Code.INVALID_ARGUMENT, () -> poll(fromEarliest().setMaxMessages(-1)), "max_messages is -1");
        assertFails(Status.Code.INVALID_ARGUMENT, () -> poll(fromEarliest().setMaxBytes(-1)), "max_bytes is -1");
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                () -> poll(fromEarliest().setMaxWait(ProtoTime.of(Duration.ofSeconds(-1)))),
                "max_wait");
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                () -> poll(from(
                        Start.newBuilder().setTimestamp(Timestamp.newBuilder().setNanos(-1)))),
                "timestamp");
    }

    @Test
    void damageIsReportedWithTheOffsetToGoOnAt() throws Exception {
        store.createTopic(TOPIC, SETTINGS);
        produce("a", "b", "c");
        try (TestDoor damaged = new TestDoor(new DelegatingStore(store) {
            @Override
            public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
                throw new DataLossException(partition, offset, 2);
            }
        })) {
            client = MessageServiceGrpc.newBlockingStub(damaged.channel);

            StatusRuntimeException failure = assertFails(Status.Code.DATA_LOSS, () -> poll(fromOffset(0)), "damaged");
            assertThat(GrpcFailuresTests.detail(failure, ErrorInfo.class)
                            .orElseThrow()
                            .getMetadataOrThrow("next_readable_offset"))
                    .isEqualTo("2");
        }
    }

    // Long poll

    @ParameterizedTest
    @ValueSource(longs = {3_600, 315_576_000_000L})
    void aLongPollIsAnsweredByTheNextMessage(long seconds) {
        store.createTopic(TOPIC, SETTINGS);
        produce("before");
        PollRequest.Builder request = fromOffset(1).setMaxWait(ProtoTime.of(Duration.ofSeconds(seconds)));
        ListenableFuture<PollResponse> polled =
                MessageServiceGrpc.newFutureStub(door.channel).poll(request.build());

        produce("next");

        await().until(polled::isDone);
        assertThat(polled)
                .succeedsWithin(Duration.ZERO)
                .satisfies(response -> assertThat(texts(response)).containsExactly("next"));
    }

    @Test
    void aLongPollThatFindsNothingEndsEmpty() {
        store.createTopic(TOPIC, SETTINGS);
        produce("a");

        PollResponse response = poll(fromOffset(1).setMaxWait(ProtoTime.of(Duration.ofMillis(1))));

        assertThat(response.getMessagesList()).isEmpty();
        assertThat(response.getNextOffset()).isEqualTo(1);
        assertThat(response.getLogEndOffset()).isEqualTo(1);
    }

    @Test
    void aLongPollEndsEmptyBeforeTheCallersDeadline() {
        store.createTopic(TOPIC, SETTINGS);
        List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
        try (TestDoor watched = watchedDoor(
                asked -> {
                    waits.add(asked);
                    return Duration.ZERO;
                },
                fetch -> {})) {
            PollResponse response = MessageServiceGrpc.newBlockingStub(watched.channel)
                    .withDeadlineAfter(60, TimeUnit.SECONDS)
                    .poll(fromEarliest()
                            .setMaxWait(ProtoTime.of(Duration.ofHours(1)))
                            .build());

            assertThat(response.getMessagesList()).isEmpty();
        }
        // Half a second, the most that is left for the way back, is kept.
        assertThat(waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMillis(59_500)));
    }

    @Test
    void aCallerWhoGivesUpEndsItsWait() {
        store.createTopic(TOPIC, SETTINGS);
        List<CompletableFuture<ReadResult>> fetches = Collections.synchronizedList(new ArrayList<>());
        try (TestDoor watched = watchedDoor(fetches)) {
            ListenableFuture<PollResponse> polled = MessageServiceGrpc.newFutureStub(watched.channel)
                    .poll(fromEarliest()
                            .setMaxWait(ProtoTime.of(Duration.ofHours(1)))
                            .build());
            await().until(() -> fetches.size() == 1);

            polled.cancel(true);

            await().until(() -> fetches.get(0).isCancelled());
        }
    }

    @Test
    void aDrainingServerEndsLongPollsAsUnavailable() throws Exception {
        store.createTopic(TOPIC, SETTINGS);
        PollRequest.Builder request = fromEarliest().setMaxWait(ProtoTime.of(Duration.ofHours(1)));
        CompletableFuture<StatusRuntimeException> ended = CompletableFuture.supplyAsync(
                () -> assertFails(Status.Code.UNAVAILABLE, () -> poll(request), "shutting down"));
        // Whether the wait has begun or not: it ends.
        door.broker.drain();

        assertThat(GrpcFailuresTests.detail(ended.get(30, TimeUnit.SECONDS), RetryInfo.class))
                .isPresent();
        assertThat(produce("still taken").getRunsCount()).isEqualTo(1);
    }

    private ProduceResponse produce(String... values) {
        return client.produce(
                request(Arrays.stream(values).map(MessageServiceTests::message).toArray(Message[]::new)));
    }

    private static ProduceRequest request(Message... messages) {
        return ProduceRequest.newBuilder()
                .setTopic("orders")
                .addAllMessages(Arrays.asList(messages))
                .build();
    }

    private static Message message(String value) {
        return Message.newBuilder().setValue(utf8(value)).build();
    }

    private PollResponse poll(PollRequest.Builder request) {
        return client.poll(request.build());
    }

    private static PollRequest.Builder fromEarliest() {
        return from(Start.newBuilder().setEarliest(Start.Earliest.getDefaultInstance()));
    }

    private static PollRequest.Builder fromOffset(long offset) {
        return from(Start.newBuilder().setOffset(offset));
    }

    private static PollRequest.Builder from(Start.Builder start) {
        return PollRequest.newBuilder().setTopic("orders").setStart(start);
    }

    private static List<String> texts(PollResponse response) {
        return response.getMessagesList().stream()
                .map(message -> message.getValue().toStringUtf8())
                .toList();
    }

    private static AppendedRun run(int partition, long firstOffset, int count) {
        return AppendedRun.newBuilder()
                .setPartition(partition)
                .setFirstOffset(firstOffset)
                .setCount(count)
                .build();
    }
}

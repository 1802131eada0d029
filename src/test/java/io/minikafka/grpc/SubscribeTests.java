package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.minikafka.store.Bytes;
import io.minikafka.store.DataLossException;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.MessageServiceGrpc.MessageServiceStub;
import io.minikafka.v1.Start;
import io.minikafka.v1.StoredMessage;
import io.minikafka.v1.SubscribeRequest;
import io.minikafka.v1.SubscribeResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SubscribeTests extends DoorFixture {
    private static final TopicName TOPIC = TopicName.of("orders");
    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    private static final TopicSettings SETTINGS = TopicSettings.DEFAULT.withDurability(Durability.OS);

    private MessageServiceStub client;

    @Override
    void connected() {
        client = MessageServiceGrpc.newStub(door.channel);
    }

    @Test
    void aSubscriberGetsWhatIsThereAndThenWhatArrives() {
        store.createTopic(TOPIC, SETTINGS);
        append("a", "b");
        Received<SubscribeRequest, SubscribeResponse> subscriber = subscribe(request());

        assertThat(texts(subscriber, 2)).containsExactly("a", "b");
        append("c");
        assertThat(texts(subscriber, 1)).containsExactly("c");
        append("d", "e");
        assertThat(texts(subscriber, 2)).containsExactly("d", "e");
        subscriber.cancel();
    }

    @Test
    void everyStartIsHonoured() {
        store.createTopic(TOPIC, SETTINGS);
        append("a", "b");
        clock.advance(Duration.ofSeconds(1));
        append("c");
        Received<SubscribeRequest, SubscribeResponse> offset =
                subscribe(request().setStart(Start.newBuilder().setOffset(1)));
        Received<SubscribeRequest, SubscribeResponse> time =
                subscribe(request().setStart(Start.newBuilder().setTimestamp(ProtoTime.of(clock.instant()))));
        Received<SubscribeRequest, SubscribeResponse> earliest =
                subscribe(request().setStart(Start.newBuilder().setEarliest(Start.Earliest.getDefaultInstance())));

        assertThat(texts(offset, 2)).containsExactly("b", "c");
        assertThat(texts(time, 1)).containsExactly("c");
        assertThat(texts(earliest, 3)).containsExactly("a", "b", "c");
    }

    @Test
    void theLatestIsWhatIsAppendedAfterTheRequest() {
        store.createTopic(TOPIC, SETTINGS);
        append("before");
        List<CompletableFuture<ReadResult>> fetches = Collections.synchronizedList(new ArrayList<>());
        try (TestDoor watched = watchedDoor(fetches)) {
            Received<SubscribeRequest, SubscribeResponse> subscriber = Received.reading();
            MessageServiceGrpc.newStub(watched.channel)
                    .subscribe(
                            request()
                                    .setStart(Start.newBuilder().setLatest(Start.Latest.getDefaultInstance()))
                                    .build(),
                            subscriber);
            await().until(() -> fetches.size() == 1);

            append("after");

            assertThat(texts(subscriber, 1)).containsExactly("after");
        }
    }

    @Test
    void aResponseSaysWhereTheLogStartsAndEndsAndWhatWasSkipped() {
        store.createTopic(TOPIC, SETTINGS.withRetentionAge(Duration.ofSeconds(1)));
        append("a", "b", "c");
        clock.advance(Duration.ofSeconds(1));
        append("d", "e");

        SubscribeResponse response = subscribe(
                        request().setStart(Start.newBuilder().setOffset(1)).setMaxMessages(1))
                .next();

        assertThat(response.getMessages(0).getOffset()).isEqualTo(3);
        assertThat(response.getNextOffset()).isEqualTo(4);
        assertThat(response.getLogStartOffset()).isEqualTo(3);
        assertThat(response.getLogEndOffset()).isEqualTo(5);
        assertThat(response.getSkipped()).isEqualTo(2);
    }

    @Test
    void responsesKeepTheLimitsAskedForOrTheServersOwn() {
        store.createTopic(TOPIC, SETTINGS);
        appendMany(1_000, 1_000);

        Received<SubscribeRequest, SubscribeResponse> few = subscribe(request().setMaxMessages(7));
        assertThat(few.next().getMessagesCount()).isEqualTo(7);
        Received<SubscribeRequest, SubscribeResponse> small =
                subscribe(request().setMaxBytes(3_500));
        assertThat(small.next().getMessagesCount()).isEqualTo(3);
        assertThat(subscribe(request()).next().getSerializedSize())
                .isBetween(100_000, ReplyLimits.DEFAULT.defaultPushBytes());
    }

    @Test
    void aLongBacklogInSmallResponsesArrivesWholeAndInOrder() {
        int count = 20_000;
        store.createTopic(TOPIC, SETTINGS);
        appendMany(count, 10);
        Received<SubscribeRequest, SubscribeResponse> subscriber =
                subscribe(request().setMaxMessages(1));

        assertThat(offsets(subscriber, count))
                .isEqualTo(LongStream.range(0, count).boxed().toList());
    }

    @Test
    void aSubscriberMissesNothingWhileManyAppend() {
        int appends = 2_000;
        store.createTopic(TOPIC, SETTINGS);
        Received<SubscribeRequest, SubscribeResponse> subscriber = subscribe(request());
        List<CompletableFuture<Void>> producers = IntStream.range(0, 3)
                .mapToObj(producer -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, appends).forEach(i -> append(producer + ":" + i)),
                        task -> new Thread(task).start()))
                .toList();

        assertThat(offsets(subscriber, 3 * appends))
                .isEqualTo(LongStream.range(0, 3L * appends).boxed().toList());
        producers.forEach(CompletableFuture::join);
    }

    // Flow control

    @Test
    void whatIsPushedWaitsForTheSubscriberToRead() {
        store.createTopic(TOPIC, SETTINGS);
        appendMany(30_000, 1_000);
        Received<SubscribeRequest, SubscribeResponse> subscriber = Received.stalled();
        List<CompletableFuture<ReadResult>> fetches = Collections.synchronizedList(new ArrayList<>());
        try (TestDoor watched = watchedDoor(fetches)) {
            MessageServiceGrpc.newStub(watched.channel).subscribe(request().build(), subscriber);

            subscriber.request(1);
            assertThat(offsets(subscriber, 1)).startsWith(0L);
            // 1 MiB fits the client's window and one response the server's buffer; 30 MB are there.
            assertThat(fetches).hasSizeLessThan(10);
            subscriber.request(Integer.MAX_VALUE);
            await().until(() -> fetches.size() > 10);
        }
    }

    @Test
    void aSubscriberWhoDoesNotReadHoldsUpNobodyOnTheSameConnection() {
        store.createTopic(TOPIC, SETTINGS);
        appendMany(30_000, 1_000);
        for (int i = 0; i < 5; i++) {
            client.subscribe(request().build(), Received.<SubscribeRequest, SubscribeResponse>stalled());
        }

        assertThat(offsets(subscribe(request()), 30_000))
                .isEqualTo(LongStream.range(0, 30_000).boxed().toList());
        Received<SubscribeRequest, SubscribeResponse> late =
                subscribe(request().setStart(Start.newBuilder().setOffset(30_000)));
        append("late");
        assertThat(texts(late, 1)).containsExactly("late");
    }

    // Ends

    @Test
    void aCancelledSubscriptionEndsItsFetch() {
        store.createTopic(TOPIC, SETTINGS);
        List<CompletableFuture<ReadResult>> fetches = Collections.synchronizedList(new ArrayList<>());
        try (TestDoor watched = watchedDoor(fetches)) {
            Received<SubscribeRequest, SubscribeResponse> subscriber = Received.reading();
            MessageServiceGrpc.newStub(watched.channel).subscribe(request().build(), subscriber);
            await().until(() -> fetches.size() == 1);

            subscriber.cancel();

            await().until(() -> fetches.get(0).isCancelled());
        }
    }

    @Test
    void aSubscriptionEndsAtItsDeadline() {
        store.createTopic(TOPIC, SETTINGS);
        List<CompletableFuture<ReadResult>> fetches = Collections.synchronizedList(new ArrayList<>());
        try (TestDoor watched = watchedDoor(fetches)) {
            Received<SubscribeRequest, SubscribeResponse> subscriber = Received.reading();
            MessageServiceGrpc.newStub(watched.channel)
                    .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                    .subscribe(request().build(), subscriber);

            assertThat(subscriber.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            await().until(() -> fetches.stream().allMatch(CompletableFuture::isCancelled));
        }
    }

    @Test
    void aDrainingServerEndsSubscriptionsAsUnavailable() {
        store.createTopic(TOPIC, SETTINGS);
        append("a");
        Received<SubscribeRequest, SubscribeResponse> subscriber = subscribe(request());
        assertThat(texts(subscriber, 1)).containsExactly("a");

        door.broker.drain();

        assertThat(subscriber.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void aSubscriptionEndsWithItsTopic() {
        store.createTopic(TOPIC, SETTINGS);
        append("a");
        Received<SubscribeRequest, SubscribeResponse> subscriber = subscribe(request());
        assertThat(texts(subscriber, 1)).containsExactly("a");

        store.deleteTopic(TOPIC);

        assertThat(subscriber.status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(subscriber.status().getDescription()).contains("orders");
    }

    @Test
    void whatCannotBeSubscribedToIsRefused() {
        store.createTopic(TOPIC, SETTINGS);

        assertRefused(Status.Code.NOT_FOUND, request().setTopic("nope"), "nope");
        assertRefused(Status.Code.NOT_FOUND, request().setPartition(1), "partition 1");
        assertRefused(Status.Code.INVALID_ARGUMENT, request().setTopic("a/b"), "topic name");
        assertRefused(Status.Code.INVALID_ARGUMENT, request().setMaxMessages(-1), "max_messages is -1");
        assertRefused(Status.Code.INVALID_ARGUMENT, request().setMaxBytes(-1), "max_bytes is -1");
        assertRefused(
                Status.Code.OUT_OF_RANGE, request().setStart(Start.newBuilder().setOffset(1)), "offset 1");
    }

    private void assertRefused(Status.Code code, SubscribeRequest.Builder request, String said) {
        Status status = subscribe(request).status();
        assertThat(status.getCode()).isEqualTo(code);
        assertThat(status.getDescription()).contains(said);
    }

    @Test
    void damageEndsASubscriptionAfterWhatCouldBeRead() {
        store.createTopic(TOPIC, SETTINGS);
        append("a", "b", "c");
        try (TestDoor damaged = new TestDoor(new DelegatingStore(store) {
            @Override
            public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
                if (offset == 1) {
                    throw new DataLossException(partition, 1, 2);
                }
                return super.read(partition, offset, 1, maxBytes);
            }
        })) {
            Received<SubscribeRequest, SubscribeResponse> subscriber = Received.reading();
            MessageServiceGrpc.newStub(damaged.channel).subscribe(request().build(), subscriber);

            assertThat(texts(subscriber, 1)).containsExactly("a");
            assertThat(subscriber.status().getCode()).isEqualTo(Status.Code.DATA_LOSS);
            assertThat(subscriber.status().getDescription()).contains("reading can go on at 2");
        }
    }

    private Received<SubscribeRequest, SubscribeResponse> subscribe(SubscribeRequest.Builder request) {
        Received<SubscribeRequest, SubscribeResponse> subscriber = Received.reading();
        client.subscribe(request.build(), subscriber);
        return subscriber;
    }

    private static SubscribeRequest.Builder request() {
        return SubscribeRequest.newBuilder().setTopic("orders");
    }

    private void append(String... values) {
        store.append(P0, Arrays.stream(values).map(Message::utf8).toList()).join();
    }

    private void appendMany(int count, int valueBytes) {
        store.append(P0, Collections.nCopies(count, Message.of(Bytes.wrap(new byte[valueBytes]))))
                .join();
    }

    private static List<String> texts(Received<SubscribeRequest, SubscribeResponse> subscriber, int count) {
        return messages(subscriber, count).stream()
                .map(message -> message.getValue().toStringUtf8())
                .toList();
    }

    private static List<Long> offsets(Received<SubscribeRequest, SubscribeResponse> subscriber, int count) {
        return messages(subscriber, count).stream()
                .map(StoredMessage::getOffset)
                .toList();
    }

    /** At least so many; each response must follow the one before. */
    private static List<StoredMessage> messages(Received<SubscribeRequest, SubscribeResponse> subscriber, int count) {
        List<StoredMessage> messages = new ArrayList<>();
        while (messages.size() < count) {
            SubscribeResponse response = subscriber.next();
            messages.addAll(response.getMessagesList());
            assertThat(response.getNextOffset())
                    .isEqualTo(messages.get(messages.size() - 1).getOffset() + 1);
        }
        return messages;
    }
}

package io.minikafka.client;

import static io.minikafka.client.Failing.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.client.MinikafkaException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProducerTests {
    private static final String TOPIC = "t";
    private static final Duration SOON = Duration.ofMillis(50);
    /** For a busy machine to send in what is connected, or to be refused in again. */
    private static final Duration ENOUGH = Duration.ofSeconds(1);

    private final GatedStore store = new GatedStore();
    private TestServer server;
    private MinikafkaClient client;

    @BeforeEach
    void start() {
        server = new TestServer(store);
        client = server.client();
    }

    @AfterEach
    void stop() {
        store.open();
        client.close();
        server.close();
    }

    @Test
    void aSentMessageGetsItsPartitionAndOffset() {
        Producer producer = client.producer(TOPIC);
        assertThat(producer.send("a".getBytes(UTF_8))).isEqualTo(new RecordMetadata(TOPIC, 0, 0));
        assertThat(producer.send(ProducerMessage.utf8("b"))).isEqualTo(new RecordMetadata(TOPIC, 0, 1));
        assertThat(producer.topic()).isEqualTo(TOPIC);
    }

    @Test
    void everythingOfAMessageArrives() {
        client.topics().create(TOPIC, TopicConfig.DEFAULT.withPartitions(3));
        List<MessageHeader> headers = List.of(
                MessageHeader.of("a", "1"), new MessageHeader("", new byte[] {-1, 0, 1}), MessageHeader.of("a", "2"));
        byte[] key = {0, -128, 127};
        ProducerMessage message = ProducerMessage.of(key, "välue".getBytes(UTF_8))
                .withHeaders(headers)
                .withPartition(2);

        RecordMetadata stored = client.producer(TOPIC).send(message);

        assertThat(stored).isEqualTo(new RecordMetadata(TOPIC, 2, 0));
        ConsumedMessage read = readAll(2).get(0);
        assertThat(read.topic()).isEqualTo(TOPIC);
        assertThat(read.partition()).isEqualTo(2);
        assertThat(read.key()).isEqualTo(key);
        assertThat(read.text()).isEqualTo("välue");
        assertThat(read.headers()).usingRecursiveComparison().isEqualTo(headers);
    }

    @Test
    void anEmptyKeyIsNotNoKey() {
        Producer producer = client.producer(TOPIC);
        producer.send(ProducerMessage.of(new byte[0], new byte[0]));
        producer.send(ProducerMessage.of(new byte[0]));
        assertThat(readAll(0)).extracting(ConsumedMessage::key).containsExactly(new byte[0], null);
    }

    @Test
    void messagesKeepTheOrderOfTheCalls() throws Exception {
        Producer producer = client.producer(TOPIC);
        int count = 50_000;
        List<CompletableFuture<RecordMetadata>> sent = IntStream.range(0, count)
                .mapToObj(i -> producer.sendAsync(ProducerMessage.utf8(Integer.toString(i))))
                .toList();
        producer.flush();
        for (int i = 0; i < count; i++) {
            assertThat(sent.get(i).get().offset()).isEqualTo(i);
        }
        assertThat(texts(readAll(0)))
                .isEqualTo(IntStream.range(0, count).mapToObj(Integer::toString).toList());
        assertThat(producer.resent()).isZero();
    }

    @Test
    void whatGathersBehindARequestLeavesInOne() {
        Producer producer = client.producer(TOPIC);
        producer.send(ProducerMessage.utf8("first"));
        store.shut();
        int before = store.appends.get();
        for (int i = 0; i < 100; i++) {
            producer.sendAsync(ProducerMessage.utf8("later"));
        }
        Awaitility.await().until(() -> store.appends.get() == before + 1);
        store.open();
        producer.flush();
        assertThat(store.appends.get()).isEqualTo(before + 2);
    }

    @Test
    void threadsThatShareAProducerKeepTheirOwnOrder() throws Exception {
        Producer producer = client.producer(TOPIC);
        int threads = 4;
        int each = 5_000;
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String name = Integer.toString(t);
                running.add(callers.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        producer.sendAsync(ProducerMessage.utf8(name, Integer.toString(i)));
                    }
                }));
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        } finally {
            callers.shutdown();
        }
        producer.flush();

        List<ConsumedMessage> all = readAll(0);
        assertThat(all).hasSize(threads * each);
        for (int t = 0; t < threads; t++) {
            String name = Integer.toString(t);
            assertThat(texts(all.stream().filter(m -> name.equals(m.keyText())).toList()))
                    .isEqualTo(
                            IntStream.range(0, each).mapToObj(Integer::toString).toList());
        }
    }

    @Test
    void aListGetsAPlaceForEachMessage() {
        client.topics().create(TOPIC, TopicConfig.DEFAULT.withPartitions(3));
        List<ProducerMessage> list = IntStream.range(0, 300)
                .mapToObj(i -> ProducerMessage.utf8("key" + i, Integer.toString(i)))
                .toList();

        List<RecordMetadata> places = client.producer(TOPIC).send(list);

        assertThat(places).hasSize(300);
        assertThat(places).extracting(RecordMetadata::partition).contains(0, 1, 2);
        for (int partition = 0; partition < 3; partition++) {
            for (ConsumedMessage message : readAll(partition)) {
                assertThat(places.get(Integer.parseInt(message.text())))
                        .isEqualTo(new RecordMetadata(TOPIC, partition, message.offset()));
            }
        }
    }

    @Test
    void aListBeyondOneRequestTakesSeveralAndKeepsItsOrder() {
        Producer producer = client.producer(TOPIC, ProducerOptions.DEFAULT.withMaxBatchBytes(100));
        List<ProducerMessage> list = IntStream.range(0, 1_000)
                .mapToObj(i -> ProducerMessage.utf8(Integer.toString(i)))
                .toList();

        List<RecordMetadata> places = producer.send(list);

        assertThat(places)
                .extracting(RecordMetadata::offset)
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(Long::valueOf).toList());
        assertThat(texts(readAll(0)))
                .isEqualTo(list.stream().map(m -> new String(m.value(), UTF_8)).toList());
        assertThat(store.appends.get()).isGreaterThan(50);
    }

    @Test
    void anEmptyListIsStoredAtOnce() {
        assertThat(client.producer(TOPIC).sendAsync(List.of())).isCompletedWithValue(List.of());
    }

    @Test
    void aMessageMayBeLargerThanARequestShouldBe() {
        byte[] large = new byte[5 << 20];
        large[large.length - 1] = 42;
        client.producer(TOPIC).send(large);
        assertThat(readAll(0).get(0).value()).isEqualTo(large);
    }

    @Test
    void bytesMayBeReusedOnceSendHasReturned() {
        Producer producer = client.producer(TOPIC);
        byte[] reused = new byte[1];
        for (byte i = 0; i < 100; i++) {
            reused[0] = i;
            producer.sendAsync(ProducerMessage.of(reused));
        }
        producer.flush();
        assertThat(readAll(0))
                .extracting(message -> (int) message.value()[0])
                .isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void flushWaitsForAcknowledgements() throws Exception {
        Producer producer = client.producer(TOPIC);
        store.shut();
        CompletableFuture<RecordMetadata> sent = producer.sendAsync(ProducerMessage.utf8("a"));
        CompletableFuture<Boolean> doneAfterFlush = CompletableFuture.supplyAsync(() -> {
            producer.flush();
            return sent.isDone();
        });
        Awaitility.await().until(() -> store.appends.get() == 1);
        assertThat(doneAfterFlush).isNotDone();
        store.open();
        assertThat(doneAfterFlush.get()).isTrue();
    }

    @Test
    void closeSendsWhatWasAccepted() {
        Producer producer = client.producer(TOPIC);
        List<CompletableFuture<RecordMetadata>> sent = IntStream.range(0, 1_000)
                .mapToObj(i -> producer.sendAsync(ProducerMessage.utf8("x")))
                .toList();
        producer.close();
        assertThat(sent).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
        assertThat(readAll(0)).hasSize(1_000);
    }

    @Test
    void aClosedProducerRefuses() {
        Producer producer = client.producer(TOPIC);
        producer.close();
        producer.close();
        assertFails(Kind.CLOSED, () -> producer.sendAsync(ProducerMessage.utf8("x")));
        assertFails(Kind.CLOSED, () -> producer.send(List.of(ProducerMessage.utf8("x"))));
    }

    @Test
    void closingInAHurryFailsWhatIsNotAcknowledged() {
        Producer producer = client.producer(TOPIC, ProducerOptions.DEFAULT.withMaxBatchBytes(1));
        store.shut();
        CompletableFuture<RecordMetadata> sent = producer.sendAsync(ProducerMessage.utf8("sent"));
        Awaitility.await().until(() -> store.appends.get() == 1);
        server.stop();
        CompletableFuture<RecordMetadata> queued = producer.sendAsync(ProducerMessage.utf8("queued"));

        producer.close(Duration.ZERO);

        assertFails(Kind.OUTCOME_UNKNOWN, () -> Futures.join(sent));
        assertFails(Kind.CLOSED, () -> Futures.join(queued));
    }

    @Test
    void closeReturnsWhenAllThatDependsOnTheOutcomeHasRun() {
        Producer producer = client.producer(TOPIC);
        store.shut();
        Thread closing = Thread.currentThread();
        AtomicBoolean told = new AtomicBoolean();
        var unused = producer.sendAsync(ProducerMessage.utf8("not acknowledged"))
                .whenComplete((stored, failed) -> {
                    Awaitility.await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
                    told.set(true);
                });

        producer.close(Duration.ofMillis(1));

        assertThat(told).isTrue();
    }

    @Test
    void aFullBufferHoldsTheCallerUpAndThenFails() {
        ProducerOptions options =
                ProducerOptions.DEFAULT.withBufferBytes(10_000).withMaxBlock(SOON);
        Producer producer = client.producer(TOPIC, options);
        store.shut();
        List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
        CompletableFuture<RecordMetadata> last;
        do {
            last = producer.sendAsync(ProducerMessage.of(new byte[900]));
            sent.add(last);
        } while (!last.isDone() && sent.size() < 100);

        CompletableFuture<RecordMetadata> refused = last;
        MinikafkaException failure = assertFails(Kind.DEADLINE_EXCEEDED, () -> Futures.join(refused));
        assertThat(failure).hasMessageContaining("10000").hasMessageContaining("PT0.05S");
        assertThat(sent).hasSizeBetween(9, 11);
        store.open();
        producer.flush();
        assertThat(readAll(0)).hasSize(sent.size() - 1);
    }

    @Test
    void aCallerGoesOnWhenTheBufferHasRoomAgain() throws Exception {
        Producer producer = client.producer(TOPIC, ProducerOptions.DEFAULT.withBufferBytes(2_000));
        store.shut();
        producer.sendAsync(ProducerMessage.of(new byte[1_500]));
        CompletableFuture<CompletableFuture<RecordMetadata>> blocked =
                CompletableFuture.supplyAsync(() -> producer.sendAsync(ProducerMessage.of(new byte[1_500])));
        Awaitility.await().until(() -> store.appends.get() == 1);
        assertThat(blocked).isNotDone();
        store.open();
        assertThat(blocked.get().get().offset()).isEqualTo(1);
    }

    @Test
    void aMessageLargerThanTheBufferWaitsUntilThatIsEmpty() throws Exception {
        Producer producer = client.producer(TOPIC, ProducerOptions.DEFAULT.withBufferBytes(1_000));
        store.shut();
        producer.sendAsync(ProducerMessage.utf8("first"));
        CompletableFuture<CompletableFuture<RecordMetadata>> large =
                CompletableFuture.supplyAsync(() -> producer.sendAsync(ProducerMessage.of(new byte[100_000])));
        Awaitility.await().until(() -> store.appends.get() == 1);
        assertThat(large).isNotDone();
        store.open();
        assertThat(large.get().get().offset()).isEqualTo(1);
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        Producer producer = client.producer(TOPIC);
        store.shut();
        CompletableFuture<Boolean> flagAfterwards = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            assertFails(Kind.CANCELLED, () -> producer.send(new byte[1]));
            flagAfterwards.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        Awaitility.await().until(() -> store.appends.get() == 1);
        caller.interrupt();
        assertThat(flagAfterwards.get()).isTrue();
    }

    @Test
    void aRefusedMessageFailsAloneAndTheOthersAreStored() {
        Producer producer = client.producer(TOPIC);
        producer.send(ProducerMessage.utf8("before"));
        store.shut();
        CompletableFuture<RecordMetadata> ahead = producer.sendAsync(ProducerMessage.utf8("ahead"));
        Awaitility.await().until(() -> store.appends.get() == 2);
        List<CompletableFuture<RecordMetadata>> together = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ProducerMessage message = ProducerMessage.utf8(Integer.toString(i));
            together.add(producer.sendAsync(i == 6 ? message.withPartition(99) : message));
        }
        store.open();
        producer.flush();

        assertThat(ahead).isCompleted();
        MinikafkaException failure = assertFails(Kind.NOT_FOUND, () -> Futures.join(together.get(6)));
        assertThat(failure).hasMessageContaining("99");
        Set<String> stored = ConcurrentHashMap.newKeySet();
        stored.addAll(texts(readAll(0)));
        assertThat(stored).containsExactlyInAnyOrder("before", "ahead", "0", "1", "2", "3", "4", "5", "7", "8", "9");
        for (int i = 0; i < 10; i++) {
            assertThat(together.get(i).isCompletedExceptionally()).isEqualTo(i == 6);
        }
    }

    @Test
    void aRefusalThatMayPassIsRetried() {
        store.refusals.set(1);
        Producer producer = client.producer(TOPIC);
        assertThat(producer.send(ProducerMessage.utf8("a")).offset()).isZero();
        assertThat(store.appends.get()).isEqualTo(2);
    }

    @Test
    void whatHadNoAcknowledgementIsSentAgainInOrder() throws Exception {
        Producer producer = client.producer(TOPIC, ProducerOptions.DEFAULT.withMaxBatchBytes(100));
        store.shut();
        int count = 200;
        List<CompletableFuture<RecordMetadata>> sent = IntStream.range(0, count)
                .mapToObj(i -> producer.sendAsync(ProducerMessage.utf8(Integer.toString(i))))
                .toList();
        Awaitility.await().until(() -> store.appends.get() > 2);
        server.stop();
        store.open();
        server.start();
        producer.flush();

        List<ConsumedMessage> all = readAll(0);
        for (int i = 0; i < count; i++) {
            String text = Integer.toString(i);
            RecordMetadata place = sent.get(i).get();
            assertThat(all.get((int) place.offset()).text()).isEqualTo(text);
        }
        assertThat(sent.stream().map(future -> future.join().offset()).toList()).isSorted();
        assertThat(producer.resent()).isPositive();
    }

    @Test
    void atMostOnceFailsWhatHadNoAcknowledgement() {
        Producer producer = client.producer(
                TOPIC,
                ProducerOptions.DEFAULT.withDelivery(Delivery.AT_MOST_ONCE).withMaxBatchBytes(1));
        store.shut();
        CompletableFuture<RecordMetadata> inFlight = producer.sendAsync(ProducerMessage.utf8("a"));
        Awaitility.await().until(() -> store.appends.get() == 1);
        server.stop();
        assertFails(Kind.OUTCOME_UNKNOWN, () -> Futures.join(inFlight));

        CompletableFuture<RecordMetadata> later = producer.sendAsync(ProducerMessage.utf8("b"));
        store.open();
        server.start();
        assertThat(Futures.join(later).offset()).isEqualTo(1);
        assertThat(texts(readAll(0))).containsExactly("a", "b");
        assertThat(producer.resent()).isZero();
    }

    @Test
    void aProducerSurvivesRestartsOfTheServer() {
        Producer producer = client.producer(TOPIC);
        for (int i = 0; i < 3; i++) {
            assertThat(producer.send(ProducerMessage.utf8("x")).offset()).isEqualTo(i);
            server.restart();
        }
        assertThat(producer.send(ProducerMessage.utf8("x")).offset()).isEqualTo(3);
    }

    @Test
    void aServerThatIsAwayForTooLongFailsTheMessageAndSaysWhy() {
        server.stop();
        // To be refused for the first time may take longer than the producer is given.
        assertFails(Kind.UNAVAILABLE, client::health);
        Producer producer = client.producer(TOPIC, ProducerOptions.DEFAULT.withDeliveryTimeout(ENOUGH));
        assertThat(assertFails(Kind.DEADLINE_EXCEEDED, () -> producer.send(new byte[1])))
                .hasMessageContaining(ENOUGH.toString())
                .hasMessageContaining("onnection refused");
    }

    @Test
    void aServerThatDoesNotAnswerForTooLongLeavesTheOutcomeUnknown() {
        // By another one, which has the time to connect.
        client.producer(TOPIC).send(ProducerMessage.utf8("connected"));
        Producer producer = client.producer(TOPIC, ProducerOptions.DEFAULT.withDeliveryTimeout(ENOUGH));
        store.shut();
        assertFails(Kind.OUTCOME_UNKNOWN, () -> producer.send(new byte[1]));
        store.open();
        assertThat(producer.send(ProducerMessage.utf8("and on")).offset()).isEqualTo(2);
    }

    @Test
    void aWrongTopicNameIsRefused() {
        assertThat(assertFails(
                        Kind.INVALID_ARGUMENT, () -> client.producer("../x").send(new byte[1])))
                .hasMessageContaining("../x");
    }

    @Test
    void futuresFailWithTypedExceptions() {
        CompletableFuture<RecordMetadata> sent = client.producer("../x").sendAsync(ProducerMessage.utf8("a"));
        assertThatThrownBy(sent::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(MinikafkaException.class);
    }

    private List<ConsumedMessage> readAll(int partition) {
        List<ConsumedMessage> all = new ArrayList<>();
        ReadOptions options = ReadOptions.DEFAULT.withPartition(partition);
        try (Consumer consumer = client.consumer(TOPIC, StartPosition.earliest(), options)) {
            for (List<ConsumedMessage> some = consumer.poll(Duration.ZERO);
                    !some.isEmpty();
                    some = consumer.poll(Duration.ZERO)) {
                all.addAll(some);
            }
        }
        return all;
    }

    private static List<String> texts(List<ConsumedMessage> messages) {
        return messages.stream().map(ConsumedMessage::text).toList();
    }
}

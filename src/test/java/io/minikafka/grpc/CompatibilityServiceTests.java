package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.minikafka.protocol.MiniKafkaGrpc;
import io.minikafka.protocol.MiniKafkaGrpc.MiniKafkaBlockingStub;
import io.minikafka.protocol.MsgNumber;
import io.minikafka.protocol.Payload;
import io.minikafka.protocol.PollRequest;
import io.minikafka.protocol.PollResponse;
import io.minikafka.protocol.ProduceRequest;
import io.minikafka.protocol.Topic;
import io.minikafka.store.AppendResult;
import io.minikafka.store.DataLossException;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients of the first minikafka see: what the original answered rightly, and the right answer where it lost,
 * wrapped, escaped its root, blocked a consumer or died.
 */
class CompatibilityServiceTests extends DoorFixture {
    private static final long GREATEST_NUMBER = 0xffff_ffffL;

    private MiniKafkaBlockingStub client;

    @Override
    void connected() {
        client = MiniKafkaGrpc.newBlockingStub(door.channel);
    }

    @Test
    void theWireIsThatOfTheOriginal() {
        assertThat(MiniKafkaGrpc.getProduceMethod().getFullMethodName()).isEqualTo("protocol.MiniKafka/Produce");
        assertThat(MiniKafkaGrpc.getPollMethod().getFullMethodName()).isEqualTo("protocol.MiniKafka/Poll");
        assertThat(produceRequest("t", utf8("x")).toByteString())
                .as("Topic{1: 't'} in field 1, Payload{1: 'x'} in field 2")
                .isEqualTo(ByteString.fromHex("0a030a01741203" + "0a0178"));
        assertThat(pollRequest("t", 300).toByteString())
                .as("'t' in field 1, MsgNumber{1: 300} in field 2")
                .isEqualTo(ByteString.fromHex("0a01741203" + "08ac02"));
        assertThat(PollResponse.newBuilder()
                        .addPayloads(Payload.newBuilder().setPayload(utf8("x")))
                        .setNewReadFrom(MsgNumber.newBuilder().setMsgNumber(-1))
                        .build()
                        .toByteString())
                .as("Payload{1: 'x'} in field 1, MsgNumber{1: 2^32-1} in field 2")
                .isEqualTo(ByteString.fromHex("0a030a0178" + "120608ffffffff0f"));
    }

    @Test
    void numbersStartAtOneAndGrowByOneInEachTopic() {
        assertThat(produce("t", "one")).isEqualTo(1);
        assertThat(produce("t", "two")).isEqualTo(2);
        assertThat(produce("u", "x")).isEqualTo(1);
        assertThat(produce("t", "")).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 'one,two,', 4",
        "2, 'two,', 4",
        "3, '', 4",
        "0, 'one,two,', 4",
    })
    void aPollReturnsWhatIsNumberedFromThereOn(long readFrom, String payloads, long newReadFrom) {
        produce("t", "one");
        produce("t", "two");
        produce("t", "");

        PollResponse response = poll("t", readFrom);

        assertThat(texts(response)).containsExactly(payloads.split(",", -1));
        assertThat(newReadFrom(response)).isEqualTo(newReadFrom);
    }

    @Test
    void aPollWithoutANumberStartsAtTheFirst() {
        produce("t", "one");
        produce("t", "two");

        PollResponse response =
                client.poll(PollRequest.newBuilder().setTopic("t").build());

        assertThat(texts(response)).containsExactly("one", "two");
        assertThat(newReadFrom(response)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 1_000_000, 2_147_483_647L, 2_147_483_648L, 4_294_967_295L})
    void aPollFromTheEndOrPastItFindsNothingAndKeepsItsNumber(long readFrom) {
        produce("t", "one");
        produce("t", "two");
        produce("t", "three");

        PollResponse response = poll("t", readFrom);

        assertThat(response.getPayloadsList()).isEmpty();
        assertThat(newReadFrom(response)).isEqualTo(readFrom);
    }

    @Test
    void anUnknownTopicIsNotFoundAndTheTextSaysTopic() {
        assertFails(Status.Code.NOT_FOUND, () -> poll("nope", 1), "topic", "nope");
        assertThat(store.topics()).isEmpty();
    }

    @Test
    void payloadsAreBytes() {
        byte[] everyByte = new byte[256];
        IntStream.range(0, 256).forEach(i -> everyByte[i] = (byte) i);

        client.produce(produceRequest("t", ByteString.copyFrom(everyByte)));

        assertThat(poll("t", 1).getPayloads(0).getPayload().toByteArray()).isEqualTo(everyByte);
    }

    // Names

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "t/sub", "../escape", "..", ".", "é ü", "a b", "a\nb", "a\0b", "C:\\x"})
    void anIllegalNameIsRefusedToProducersAndConsumersAndTouchesNoFile(String name) throws Exception {
        List<String> before = files();

        assertFails(Status.Code.INVALID_ARGUMENT, () -> produce(name, "s"), "topic name");
        assertFails(Status.Code.INVALID_ARGUMENT, () -> poll(name, 1), "topic name");

        assertThat(files()).isEqualTo(before);
        assertThat(store.topics()).isEmpty();
        assertAlive();
    }

    /** Everything beside the store's root and in it. */
    private List<String> files() throws Exception {
        try (Stream<java.nio.file.Path> files = Files.walk(directory)) {
            return files.map(java.nio.file.Path::toString).sorted().toList();
        }
    }

    @Test
    void anEmptyNameIsRefusedWithTheLimits() {
        assertFails(Status.Code.INVALID_ARGUMENT, () -> produce("", "e"), "topic name", "empty", "249");
        assertFails(Status.Code.INVALID_ARGUMENT, () -> poll("", 1), "topic name", "empty", "249");
    }

    @Test
    void aNameOf300CharactersIsRefusedWithBothNumbers() {
        String name = "x".repeat(300);

        assertFails(Status.Code.INVALID_ARGUMENT, () -> produce(name, "s"), "300", "249");
        assertFails(Status.Code.INVALID_ARGUMENT, () -> poll(name, 1), "300", "249");
    }

    @Test
    void aTopicNamedLikeTheOriginalsIndexFileIsATopic() {
        assertThat(produce("index", "s")).isEqualTo(1);
        assertThat(produce("t", "beside it")).isEqualTo(1);
        assertThat(texts(poll("index", 1))).containsExactly("s");
    }

    // Absent fields, which killed the original

    @Test
    void aProduceWithoutTopicIsRefused() {
        ProduceRequest request = ProduceRequest.newBuilder()
                .setPayload(Payload.newBuilder().setPayload(utf8("x")))
                .build();

        assertFails(Status.Code.INVALID_ARGUMENT, () -> client.produce(request), "no topic");
        assertFails(
                Status.Code.INVALID_ARGUMENT, () -> client.produce(ProduceRequest.getDefaultInstance()), "no topic");
        assertAlive();
    }

    @Test
    void aProduceWithoutPayloadIsAnEmptyMessage() {
        ProduceRequest request = ProduceRequest.newBuilder()
                .setTopic(Topic.newBuilder().setTopic("t"))
                .build();

        assertThat(client.produce(request).getMsgNumber()).isEqualTo(1);
        assertThat(texts(poll("t", 1))).containsExactly("");
    }

    @Test
    void anEmptyPollIsRefused() {
        assertFails(Status.Code.INVALID_ARGUMENT, () -> client.poll(PollRequest.getDefaultInstance()), "topic name");
        assertAlive();
    }

    private void assertAlive() {
        assertThat(produce("alive", "yes")).isPositive();
        assertThat(texts(poll("alive", 1))).contains("yes");
    }

    // Sizes

    @Test
    void aPollOfMoreThanAClientTakesIsCutSoThatItGoesOn() {
        assertThat(client.produce(produceRequest("big", bytes(4_000_000))).getMsgNumber())
                .isEqualTo(1);
        assertThat(client.produce(produceRequest("big", bytes(1_000_000))).getMsgNumber())
                .isEqualTo(2);

        PollResponse first = poll("big", 1);
        assertThat(sizes(first)).containsExactly(4_000_000);
        assertThat(newReadFrom(first)).isEqualTo(2);
        PollResponse second = poll("big", 2);
        assertThat(sizes(second)).containsExactly(1_000_000);
        assertThat(newReadFrom(second)).isEqualTo(3);
    }

    @Test
    void manyMessagesOfAnySizeArriveThroughAClientOfDefaultLimits() {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            messages.add(message(700_000 + i));
        }
        // What frames a message costs most where messages are small.
        for (int i = 0; i < 300_000; i++) {
            messages.add(message(i % 2));
        }
        store.createTopic(TopicName.of("t"), TopicSettings.DEFAULT);
        store.append(TopicPartition.of("t", 0), messages).join();

        List<Integer> sizes = new ArrayList<>();
        long readFrom = 1;
        PollResponse response = poll("t", readFrom);
        while (response.getPayloadsCount() > 0) {
            assertThat(response.getSerializedSize()).isLessThan(4 << 20);
            assertThat(newReadFrom(response)).isEqualTo(readFrom + response.getPayloadsCount());
            sizes.addAll(sizes(response));
            readFrom = newReadFrom(response);
            response = poll("t", readFrom);
        }

        assertThat(sizes)
                .isEqualTo(
                        messages.stream().map(message -> (int) message.size()).toList());
    }

    private static Message message(int size) {
        return Message.of(io.minikafka.store.Bytes.wrap(new byte[size]));
    }

    @Test
    void aMessageBeyondGrpcsDefaultIsTakenUpToTheServersOwnLimit() {
        assertThat(client.produce(produceRequest("big", bytes(4_194_304))).getMsgNumber())
                .isEqualTo(1);
        assertThat(client.produce(produceRequest("big", bytes(TestStore.LIMITS.maxMessageBytes())))
                        .getMsgNumber())
                .isEqualTo(2);
        MiniKafkaBlockingStub roomy = client.withMaxInboundMessageSize(64 << 20);

        assertThat(sizes(roomy.poll(pollRequest("big", 1)))).containsExactly(4_194_304);
        assertThat(sizes(roomy.poll(pollRequest("big", 2)))).containsExactly(TestStore.LIMITS.maxMessageBytes());
    }

    @Test
    void aMessageBeyondTheLimitIsRefusedWithBothNumbers() {
        int limit = TestStore.LIMITS.maxMessageBytes();

        assertFails(
                Status.Code.INVALID_ARGUMENT,
                () -> client.produce(produceRequest("big", bytes(limit + 1))),
                Integer.toString(limit),
                Integer.toString(limit + 1));
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                () -> client.produce(produceRequest("big", bytes(2 * limit - 100))),
                Integer.toString(limit),
                Integer.toString(2 * limit - 100));
        assertAlive();
    }

    // Retention

    @Test
    void expiredMessagesAreNotServedAndNumbersGoOn() {
        store.createTopic(TopicName.of("r"), TopicSettings.DEFAULT.withRetentionAge(Duration.ofSeconds(2)));
        produce("r", "m1");
        produce("r", "m2");
        clock.advance(Duration.ofMillis(1_200));
        produce("r", "m3");
        assertThat(texts(poll("r", 1))).containsExactly("m1", "m2", "m3");

        clock.advance(Duration.ofMillis(1_300));
        assertThat(texts(poll("r", 1))).as("at 2.5 s").containsExactly("m3");
        assertThat(newReadFrom(poll("r", 1))).isEqualTo(4);

        clock.advance(Duration.ofMillis(1_500));
        PollResponse allExpired = poll("r", 1);
        assertThat(allExpired.getPayloadsList()).as("at 4.0 s").isEmpty();
        assertThat(newReadFrom(allExpired)).isEqualTo(1);
        assertThat(newReadFrom(poll("r", 4))).isEqualTo(4);

        assertThat(produce("r", "m4")).isEqualTo(4);
        PollResponse last = poll("r", 1);
        assertThat(texts(last)).containsExactly("m4");
        assertThat(newReadFrom(last)).isEqualTo(5);
    }

    @Test
    void largeMessagesThatExpireWhileTheyArePolledKillNothing() {
        store.createTopic(TopicName.of("f"), TopicSettings.DEFAULT.withRetentionAge(Duration.ofSeconds(2)));
        for (int i = 0; i < 16; i++) {
            client.produce(produceRequest("f", bytes(900_000)));
            clock.advance(Duration.ofMillis(300));
            store.enforceRetention();
        }

        // Sent at 0.0, 0.3 ... 4.5 s; at 4.8 s those after 2.8 s are left: numbers 11 to 16.
        PollResponse first = poll("f", 1);
        assertThat(sizes(first)).containsExactly(900_000, 900_000, 900_000, 900_000);
        assertThat(newReadFrom(first)).isEqualTo(15);
        clock.advance(Duration.ofMillis(1_600));
        store.enforceRetention();
        assertThat(newReadFrom(poll("f", 15))).isEqualTo(17);
        clock.advance(Duration.ofSeconds(1));
        store.enforceRetention();
        assertThat(poll("f", 15).getPayloadsList()).isEmpty();
        assertThat(newReadFrom(poll("f", 15))).isEqualTo(15);
        assertThat(client.produce(produceRequest("f", bytes(1))).getMsgNumber()).isEqualTo(17);
    }

    // Restart

    @Test
    void aDurableStoreGoesOnAfterARestart() {
        Assumptions.assumeTrue(kind == TestStore.FILE);
        produce("t", "one");
        produce("t", "two");
        produce("t", "");

        restart();

        assertThat(texts(poll("t", 1))).containsExactly("one", "two", "");
        assertThat(produce("t", "four")).isEqualTo(4);
    }

    @Test
    void aVolatileStoreStartsAnewAfterARestart() {
        Assumptions.assumeTrue(kind == TestStore.MEMORY);
        produce("t", "one");

        restart();

        assertFails(Status.Code.NOT_FOUND, () -> poll("t", 1), "topic");
        assertThat(produce("t", "one")).isEqualTo(1);
    }

    // What this protocol cannot say

    @Test
    void aTopicOfSeveralPartitionsIsRefused() {
        store.createTopic(TopicName.of("wide"), TopicSettings.DEFAULT.withPartitions(3));

        assertFails(Status.Code.FAILED_PRECONDITION, () -> produce("wide", "x"), "3 partitions");
        assertFails(Status.Code.FAILED_PRECONDITION, () -> poll("wide", 1), "3 partitions", "minikafka.v1");
        assertThat(store.describe(TopicName.of("wide")).partitions())
                .allMatch(partition -> partition.logEndOffset() == 0);
    }

    @Test
    void keysAndHeadersStayBehindAndTheRestArrives() {
        store.createTopic(TopicName.of("t"), TopicSettings.DEFAULT);
        store.append(
                        TopicPartition.of("t", 0),
                        List.of(Message.of(
                                io.minikafka.store.Bytes.utf8("key"), io.minikafka.store.Bytes.utf8("value"))))
                .join();

        assertThat(texts(poll("t", 1))).containsExactly("value");
    }

    @Test
    void noNumberIsEverWrapped() {
        // The first message's number is 2^32 - 2.
        try (TestDoor late = new TestDoor(new LateStore(store, GREATEST_NUMBER - 2))) {
            client = MiniKafkaGrpc.newBlockingStub(late.channel);

            assertThat(produce("t", "a")).isEqualTo(GREATEST_NUMBER - 1);
            assertThat(produce("t", "b")).isEqualTo(GREATEST_NUMBER);
            assertFails(Status.Code.OUT_OF_RANGE, () -> produce("t", "c"), "4294967296", "4294967295");

            PollResponse last = poll("t", 1);
            assertThat(texts(last))
                    .as("the next number still fits after this one")
                    .containsExactly("a");
            assertThat(newReadFrom(last)).isEqualTo(GREATEST_NUMBER);
            assertFails(Status.Code.OUT_OF_RANGE, () -> poll("t", GREATEST_NUMBER), "4294967296", "minikafka.v1");
        }
    }

    /** A store whose offsets start late, as if four billion messages had been there. */
    private static final class LateStore extends DelegatingStore {
        private final long shift;

        LateStore(MessageStore delegate, long shift) {
            super(delegate);
            this.shift = shift;
        }

        @Override
        public CompletableFuture<AppendResult> append(TopicPartition partition, List<Message> messages) {
            return super.append(partition, messages)
                    .thenApply(result ->
                            new AppendResult(result.firstOffset() + shift, result.count(), result.durability()));
        }

        @Override
        public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
            long asked = Math.max(offset, shift);
            ReadResult result = super.read(partition, asked - shift, maxMessages, maxBytes);
            List<StoredMessage> messages = result.messages().stream()
                    .map(message -> new StoredMessage(
                            message.offset() + shift,
                            message.timestamp(),
                            message.key(),
                            message.value(),
                            message.headers()))
                    .toList();
            return new ReadResult(
                    messages,
                    result.nextOffset() + shift,
                    result.logStartOffset() + shift,
                    result.logEndOffset() + shift,
                    asked - offset);
        }
    }

    // Damage must not block a consumer for ever

    @Test
    void damagedMessagesArePassedOver() {
        try (TestDoor damaged = damagedDoor(1, 3)) {
            client = MiniKafkaGrpc.newBlockingStub(damaged.channel);
            for (String text : List.of("a", "b", "c", "d")) {
                produce("t", text);
            }

            PollResponse before = poll("t", 1);
            assertThat(texts(before)).containsExactly("a");
            assertThat(newReadFrom(before)).isEqualTo(2);
            PollResponse after = poll("t", 2);
            assertThat(texts(after)).containsExactly("d");
            assertThat(newReadFrom(after)).isEqualTo(5);
        }
    }

    @Test
    void damageUpToTheEndIsPassedOverToo() {
        try (TestDoor damaged = damagedDoor(0, 2)) {
            client = MiniKafkaGrpc.newBlockingStub(damaged.channel);
            produce("t", "a");
            produce("t", "b");

            PollResponse nothing =
                    client.poll(PollRequest.newBuilder().setTopic("t").build());
            assertThat(nothing.getPayloadsList()).isEmpty();
            assertThat(newReadFrom(nothing)).isEqualTo(3);
            produce("t", "c");
            assertThat(texts(poll("t", 3))).containsExactly("c");
        }
    }

    private TestDoor damagedDoor(long first, long next) {
        return new TestDoor(new DelegatingStore(store) {
            @Override
            public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
                if (offset >= first && offset < next) {
                    throw new DataLossException(partition, offset, next);
                }
                int most = offset < first ? (int) Math.min(maxMessages, first - offset) : maxMessages;
                return super.read(partition, offset, most, maxBytes);
            }
        });
    }

    private long produce(String topic, String payload) {
        return Integer.toUnsignedLong(
                client.produce(produceRequest(topic, utf8(payload))).getMsgNumber());
    }

    private PollResponse poll(String topic, long readFrom) {
        return client.poll(pollRequest(topic, readFrom));
    }

    private static ProduceRequest produceRequest(String topic, ByteString payload) {
        return ProduceRequest.newBuilder()
                .setTopic(Topic.newBuilder().setTopic(topic))
                .setPayload(Payload.newBuilder().setPayload(payload))
                .build();
    }

    private static PollRequest pollRequest(String topic, long readFrom) {
        return PollRequest.newBuilder()
                .setTopic(topic)
                .setReadFrom(MsgNumber.newBuilder().setMsgNumber((int) readFrom))
                .build();
    }

    private static List<String> texts(PollResponse response) {
        return response.getPayloadsList().stream()
                .map(payload -> payload.getPayload().toStringUtf8())
                .toList();
    }

    private static List<Integer> sizes(PollResponse response) {
        return response.getPayloadsList().stream()
                .map(payload -> payload.getPayload().size())
                .toList();
    }

    private static long newReadFrom(PollResponse response) {
        return Integer.toUnsignedLong(response.getNewReadFrom().getMsgNumber());
    }
}

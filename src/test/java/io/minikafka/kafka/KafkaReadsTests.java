package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.BrokerOptions;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.SettingsChange;
import io.minikafka.broker.Start;
import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaReadsTests extends ReadsFixture {
    private final TopicPartition partition = new TopicPartition(topic(1), 0);

    KafkaReadsTests() {
        super(TestCluster.shared(), KafkaSettings.of(TestCluster.shared().bootstrapServers()));
    }

    // Where reading starts

    @Test
    void aReadStartsWhereItIsTold() {
        append(partition, "a", "b");
        // Which must be a later millisecond.
        long between = get(read(partition, EARLIEST)).messages().get(1).timestamp() + 1;
        await().until(() -> System.currentTimeMillis() > between);
        append(partition, "c");

        assertThat(values(get(read(partition, EARLIEST)))).containsExactly("a", "b", "c");
        assertThat(values(get(read(partition, at(1))))).containsExactly("b", "c");
        assertThat(values(get(read(partition, new Start.AtTimestamp(between))))).containsExactly("c");
        assertThat(values(get(read(partition, new Start.AtTimestamp(-1))))).containsExactly("a", "b", "c");
        ReadResult nothing = new ReadResult(List.of(), 3, 0, 3, 0);
        assertThat(get(read(partition, LATEST))).isEqualTo(nothing);
        assertThat(get(read(partition, at(3)))).isEqualTo(nothing);
        assertThat(get(read(partition, new Start.AtTimestamp(Long.MAX_VALUE)))).isEqualTo(nothing);
    }

    @Test
    void anEmptyPartitionIsReadWithoutAnyConsumer() {
        assertThat(get(read(partition, EARLIEST))).isEqualTo(new ReadResult(List.of(), 0, 0, 0, 0));
        assertThat(get(read(partition, at(0)))).isEqualTo(new ReadResult(List.of(), 0, 0, 0, 0));
        assertThat(opened).hasValue(0);
    }

    @Test
    void aMessageComesWithAllItHas() {
        long before = System.currentTimeMillis();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(partition.topic().value(), 0, bytes("key"), bytes("value"));
        record.headers().add("name", bytes("header"));
        send(Map.of(), producer -> producer.send(record));

        StoredMessage message = get(read(partition, EARLIEST)).messages().get(0);

        assertThat(message.offset()).isZero();
        assertThat(message.timestamp()).isBetween(before, System.currentTimeMillis());
        assertThat(message.key()).isEqualTo(Bytes.utf8("key"));
        assertThat(message.value()).isEqualTo(Bytes.utf8("value"));
        assertThat(message.headers()).containsExactly(new Header("name", Bytes.utf8("header")));
    }

    @Test
    void theLimitsHold() {
        append(partition, "a", "b", "c");

        assertThat(values(read(EARLIEST, 2, 1_000))).containsExactly("a", "b");
        assertThat(values(read(EARLIEST, 2, 1))).containsExactly("a");
        ReadResult rest = read(at(1), 10, 1_000);
        assertThat(values(rest)).containsExactly("b", "c");
        assertThat(rest.nextOffset()).isEqualTo(3);
        assertThat(rest.logEndOffset()).isEqualTo(3);
    }

    private ReadResult read(Start start, int maxMessages, int maxBytes) {
        return get(reads.fetch(partition, start, new FetchLimits(maxMessages, maxBytes), AT_ONCE));
    }

    @Test
    void aMessageLargerThanAFetchIsReadNevertheless() {
        String large = "x".repeat(900_000);
        append(partition, large, large, "small");

        assertThat(values(read(EARLIEST, 1, 1))).containsExactly(large);
        assertThat(values(read(at(1), 1, 1))).containsExactly(large);
        assertThat(values(read(at(2), 1, 1))).containsExactly("small");
    }

    @Test
    void onlyWhoNamedAnOffsetHasSkippedSomething() throws Exception {
        append(partition, "a", "b", "c");
        deleteBefore(2);

        ReadResult named = get(read(partition, at(0)));
        assertThat(values(named)).containsExactly("c");
        assertThat(named.skipped()).isEqualTo(2);
        assertThat(named.logStartOffset()).isEqualTo(2);
        ReadResult earliest = get(read(partition, EARLIEST));
        assertThat(values(earliest)).containsExactly("c");
        assertThat(earliest.skipped()).isZero();
    }

    @Test
    void aReaderThatRetentionHasPassedGoesOnAtTheLogStart() throws Exception {
        append(partition, "a", "b", "c", "d", "e");
        deleteBefore(4);
        PendingRead read = new PendingRead(partition, at(1), LIMITS, AT_ONCE);
        read.found(get(topics.find(partition.topic())).id());

        assertThat(readLate(read).messages()).extracting(StoredMessage::offset).containsExactly(4L);
        assertThat(read.skipped()).isEqualTo(3);
    }

    @Test
    void aReaderWhosePlaceIsGoneWithItsTopicDoesNotReadAnotherOne() throws Exception {
        append(partition, "a", "b", "c", "d", "e");
        deleteBefore(4);
        PendingRead read = new PendingRead(partition, at(1), LIMITS, AT_ONCE);
        read.found(Uuid.randomUuid());

        assertThatThrownBy(() -> readLate(read))
                .isInstanceOf(BrokerException.class)
                .hasMessage("The topic '" + partition.topic() + "' has been deleted");
    }

    /** By a reader that was made when nothing had been deleted yet. */
    private MessageBatch readLate(PendingRead read) {
        PartitionReader reader = new PartitionReaders(new KafkaClients(settings, ClientListener.NONE))
                .open(partition, read.topicId(), 1, new LogOffsets.Range(0, 5));
        try {
            return new ReadTask(read, reader, topics, settings.requestTimeout(), () -> true).run(5);
        } finally {
            reader.close();
        }
    }

    private void deleteBefore(long offset) throws Exception {
        admin.deleteRecords(Map.of(Records.of(partition), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    @Test
    void anOffsetThatCannotBeIsOutOfRange() {
        append(partition, "a", "b");

        for (long offset : new long[] {-1, 3}) {
            BrokerException refusal = failure(read(partition, at(offset)));
            assertThat(refusal.code()).isEqualTo(Code.OFFSET_OUT_OF_RANGE);
            assertThat(refusal)
                    .hasMessage("The offset " + offset + " is out of range; " + partition
                            + " holds offsets from 0 up to 2 (exclusive)");
        }
    }

    @Test
    void whatIsNotThereIsUnknown() {
        TopicName unknown = newName();
        BrokerException noTopic = failure(read(new TopicPartition(unknown, 0), EARLIEST));
        assertThat(noTopic.code()).isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(noTopic).hasMessage("There is no topic '" + unknown + "'");

        for (int number : new int[] {-1, 1}) {
            BrokerException noPartition = failure(read(new TopicPartition(partition.topic(), number), EARLIEST));
            assertThat(noPartition.code()).isEqualTo(Code.UNKNOWN_TOPIC);
            assertThat(noPartition)
                    .hasMessage("There is no partition " + number + " in topic '" + partition.topic()
                            + "'; it has 1, counted from 0");
        }
    }

    @Test
    void aPartitionThatWasAddedElsewhereIsFound() {
        assertThat(get(read(partition, EARLIEST)).messages()).isEmpty();
        KafkaTopics others = new KafkaTopics(admin, settings, new BrokerOptions(DEFAULTS, true));
        get(others.update(partition.topic(), new SettingsChange(2, null, null, null)));

        TopicPartition added = new TopicPartition(partition.topic(), 1);
        append(added, "a");

        assertThat(values(get(read(added, EARLIEST)))).containsExactly("a");
    }

    // Going on

    @Test
    void readingOnNeedsOneConsumerHoweverManyTheReads() {
        String[] values = IntStream.range(0, 500).mapToObj(Integer::toString).toArray(String[]::new);
        append(partition, values);

        List<String> read = new ArrayList<>();
        long next = 0;
        for (int i = 0; i < values.length; i++) {
            ReadResult result = get(reads.fetch(partition, at(next), ONE, AT_ONCE));
            read.addAll(values(result));
            next = result.nextOffset();
            assertThat(result.logEndOffset()).isEqualTo(values.length);
        }
        assertThat(get(read(partition, at(next))).messages()).isEmpty();
        append(partition, "later");
        assertThat(values(get(read(partition, at(next))))).containsExactly("later");

        assertThat(read).containsExactly(values);
        assertThat(opened).hasValue(1);
    }

    @Test
    void whatHasArrivedAlreadyIsServedAtOnce() {
        append(partition, "a", "b");
        get(reads.fetch(partition, EARLIEST, ONE, AT_ONCE));

        CompletableFuture<ReadResult> second = reads.fetch(partition, at(1), ONE, FOREVER);

        assertThat(second).isCompleted();
        assertThat(values(second.join())).containsExactly("b");
    }

    @Test
    void manyReadAtTheSameTimeEachFromItsPlace() {
        String[] values = IntStream.range(0, 1_000).mapToObj(Integer::toString).toArray(String[]::new);
        append(partition, values);

        List<CompletableFuture<ReadResult>> many = IntStream.range(0, 20)
                .mapToObj(i -> reads.fetch(partition, at(i * 50L), new FetchLimits(50, 1_000_000), AT_ONCE))
                .toList();

        for (int i = 0; i < many.size(); i++) {
            assertThat(values(get(many.get(i))))
                    .isNotEmpty()
                    .isEqualTo(List.of(values)
                            .subList(
                                    i * 50, i * 50 + get(many.get(i)).messages().size()));
        }
    }

    @Test
    void aTopicOfTheSameNameIsAnotherTopic() {
        append(partition, "old 0", "old 1");
        get(reads.fetch(partition, EARLIEST, ONE, AT_ONCE));
        get(topics.delete(partition.topic()));
        get(topics.create(partition.topic(), SettingsChange.NONE));
        append(partition, "new 0", "new 1");

        assertThat(values(get(read(partition, at(1))))).containsExactly("new 1");
    }

    // What is not a message

    @Test
    void transactionMarkersArePassedOver() {
        send(Map.of("transactional.id", partition.topic().value()), producer -> {
            producer.initTransactions();
            for (String value : List.of("a", "b")) {
                producer.beginTransaction();
                var sent = producer.send(new ProducerRecord<>(partition.topic().value(), bytes(value)));
                producer.commitTransaction();
            }
        });

        // A commit returns before its marker is written.
        await().until(() -> get(read(partition, LATEST)).logEndOffset() == 4);
        ReadResult both = get(read(partition, EARLIEST));
        assertThat(values(both)).containsExactly("a", "b");
        assertThat(both.nextOffset()).isEqualTo(3);
        assertThat(both.logEndOffset()).isEqualTo(4);
        ReadResult marker = get(read(partition, at(3)));
        assertThat(marker.messages()).isEmpty();
        assertThat(marker.nextOffset()).isEqualTo(4);
        assertThat(values(get(read(partition, at(1))))).containsExactly("b");
    }

    @Test
    void damageIsToldAndNotPassedOver() throws Exception {
        append(partition, "before");
        append(partition, "broken");
        damage("broken");

        assertThat(values(get(read(partition, EARLIEST)))).containsExactly("before");
        BrokerException damaged = failure(read(partition, at(1)));

        assertThat(damaged.code()).isEqualTo(Code.DATA_LOSS);
        assertThat(damaged).hasMessageStartingWith("The messages of " + partition + " from offset 1 on are damaged");
        assertThat(closed).hasValue(opened.get());
    }

    private void damage(String value) throws Exception {
        String directory = admin.describeLogDirs(List.of(0)).allDescriptions().get().get(0).entrySet().stream()
                .filter(entry -> entry.getValue().replicaInfos().containsKey(Records.of(partition)))
                .findFirst()
                .orElseThrow()
                .getKey();
        Path log = Path.of(directory, partition.toString(), "00000000000000000000.log");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            byte[] content = new byte[(int) file.length()];
            file.readFully(content);
            int place = new String(content, StandardCharsets.ISO_8859_1).indexOf(value);
            file.seek(place);
            file.write('X');
        }
    }

    // Threads

    @Test
    void nothingStaysOpen() {
        append(partition, "a");
        get(read(partition, EARLIEST));
        CompletableFuture<ReadResult> wait = waiting(partition, at(1));

        reads.close();

        assertThat(failure(wait).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(opened).hasValue(1);
        assertThat(closed).hasValue(1);
        assertThat(failure(read(partition, EARLIEST)).code()).isEqualTo(Code.UNAVAILABLE);
    }

    private static byte[] bytes(String text) {
        return Bytes.utf8(text).toByteArray();
    }

    private void send(Map<String, Object> config, Consumer<Producer<byte[], byte[]>> action) {
        Map<String, Object> all = new HashMap<>(config);
        all.put("bootstrap.servers", cluster.bootstrapServers());
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())) {
            action.accept(producer);
            producer.flush();
        }
    }
}

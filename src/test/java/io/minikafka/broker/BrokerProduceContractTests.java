package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.ProduceResult.Run;
import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.KeyPartitioner;
import io.minikafka.store.Message;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BrokerProduceContractTests extends BrokerContract {
    // Topics that do not exist

    @Test
    void producingToATopicThatDoesNotExistCreatesItWithTheDefaults() {
        ProduceResult result = get(broker.produce(topic, messages("a", "b"), Placement.BY_KEY));

        assertThat(result).isEqualTo(new ProduceResult(List.of(new Run(0, 0, 2)), kind.durability()));
        TopicDescription created = get(broker.describeTopic(topic));
        assertThat(created.settings().withDurability(DEFAULTS.durability())).isEqualTo(DEFAULTS);
        assertThat(stored(p0)).containsExactly("a", "b");
    }

    @Test
    void aBrokerThatCreatesNoTopicsSaysThatItIsUnknown() {
        Broker strict = open(new BrokerOptions(DEFAULTS, false));

        BrokerException failure = failure(strict.produce(topic, messages("a"), Placement.BY_KEY));

        assertThat(failure.code()).isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(failure).hasMessageContaining(topic.value());
        assertThat(get(broker.topics())).doesNotContain(topic);
        createTopic();
        get(strict.produce(topic, messages("a"), Placement.BY_KEY));
        assertThat(stored(p0)).containsExactly("a");
    }

    @Test
    void messagesThatArriveWhileTheirTopicIsBeingCreatedKeepTheirOrder() {
        List<CompletableFuture<ProduceResult>> produced = IntStream.range(0, 50)
                .mapToObj(i -> broker.produce(topic, messages("message " + i), Placement.BY_KEY))
                .toList();

        for (int i = 0; i < 50; i++) {
            assertThat(get(produced.get(i)).runs()).containsExactly(new Run(0, i, 1));
        }
        assertThat(stored(p0))
                .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "message " + i).toList());
    }

    @Test
    void ofSeveralCallersWhoCreateATopicAtOnceNobodyFails() {
        int callers = 4;
        CyclicBarrier together = new CyclicBarrier(callers);
        for (int round = 0; round < 10; round++) {
            TopicName created = topic("round-" + round);
            List<CompletableFuture<ProduceResult>> produced = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                produced.add(CompletableFuture.supplyAsync(
                                () -> {
                                    await(together);
                                    return broker.produce(created, messages("a"), Placement.BY_KEY);
                                },
                                task -> new Thread(task).start())
                        .thenCompose(result -> result));
            }

            assertThat(produced.stream()
                            .map(BrokerCalls::get)
                            .map(result -> result.runs().get(0).firstOffset()))
                    .containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
        }
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTopicThatIsCreatedAgainIsAnotherOne() {
        produce("old", "older");
        get(broker.deleteTopic(topic));

        ProduceResult result = get(broker.produce(topic, messages("new"), Placement.BY_KEY));

        assertThat(result.runs()).containsExactly(new Run(0, 0, 1));
        assertThat(stored(p0)).containsExactly("new");
    }

    // Refusals

    @Test
    void aRequestWithoutMessagesIsRefusedAndCreatesNoTopic() {
        BrokerException failure = failure(broker.produce(topic, List.of(), Placement.BY_KEY));

        assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("0").hasMessageContaining("1 or more");
        assertThat(get(broker.topics())).doesNotContain(topic);
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedWithBothNumbersAndTheRestOfItsRequestWithIt() {
        createTopic();

        BrokerException failure = failure(
                broker.produce(topic, List.of(Message.utf8("fits"), ofSize(MAX_MESSAGE_BYTES + 1)), Placement.BY_KEY));

        assertThat(failure.code()).isEqualTo(Code.MESSAGE_TOO_LARGE);
        assertThat(failure)
                .hasMessageContaining(Integer.toString(MAX_MESSAGE_BYTES + 1))
                .hasMessageContaining(Integer.toString(MAX_MESSAGE_BYTES));
        assertThat(stored(p0)).isEmpty();
    }

    @Test
    void aMessageAsLargeAsTheLimitIsStored() {
        get(broker.produce(topic, List.of(ofSize(MAX_MESSAGE_BYTES)), Placement.BY_KEY));

        assertThat(read(p0, EARLIEST).get(0).value().length()).isEqualTo(MAX_MESSAGE_BYTES);
    }

    private static Message ofSize(int bytes) {
        return Message.of(Bytes.wrap(new byte[bytes]));
    }

    // Messages

    @Test
    void aMessageIsReadAsItWasProduced() {
        List<Message> produced = List.of(
                new Message(
                        Bytes.utf8("key"),
                        Bytes.utf8("value"),
                        List.of(header("b", "1"), header("a", "2"), header("b", ""))),
                Message.of(Bytes.EMPTY, Bytes.EMPTY),
                Message.of(null, Bytes.wrap(new byte[] {0, -1, 13, 10})));

        get(broker.produce(topic, produced, Placement.BY_KEY));

        assertThat(read(p0, EARLIEST)).extracting(StoredMessage::message).isEqualTo(produced);
    }

    private static Header header(String name, String value) {
        return new Header(name, Bytes.utf8(value));
    }

    @Test
    void timesOfAppendingNeverDecrease() {
        long before = backend.now();
        produce("a");
        backend.waitUntil(backend.now() + 5);
        produce("b", "c");

        List<Long> times =
                read(p0, EARLIEST).stream().map(StoredMessage::timestamp).toList();

        assertThat(times).isSorted().allMatch(time -> time >= before && time <= backend.now());
        assertThat(times.get(1)).isGreaterThan(times.get(0));
    }

    @Test
    void requestsOfOneCallerToAPartitionKeepTheirOrder() {
        createTopic();
        List<CompletableFuture<ProduceResult>> produced = IntStream.range(0, 500)
                .mapToObj(i -> broker.produce(topic, messages("a" + i, "b" + i), Placement.BY_KEY))
                .toList();

        for (int i = 0; i < 500; i++) {
            assertThat(positions(get(produced.get(i))))
                    .containsExactly(new Position(0, 2 * i), new Position(0, 2 * i + 1));
        }
    }

    // Placement

    @Test
    void aKeyedMessageGoesToThePartitionKafkaPicks() {
        createTopic(7);
        List<Message> keyed = IntStream.range(0, 100)
                .mapToObj(i -> Message.of(Bytes.utf8("key " + i), Bytes.utf8("value " + i)))
                .toList();

        List<Position> positions = positions(get(broker.produce(topic, keyed, Placement.BY_KEY)));

        assertThat(positions)
                .extracting(Position::partition)
                .isEqualTo(keyed.stream()
                        .map(message -> KeyPartitioner.partitionFor(message.key(), 7))
                        .toList());
        for (int partition = 0; partition < 7; partition++) {
            for (StoredMessage stored : read(new TopicPartition(topic, partition), EARLIEST)) {
                int asked = positions.indexOf(new Position(partition, stored.offset()));
                assertThat(stored.message()).isEqualTo(keyed.get(asked));
            }
        }
    }

    @Test
    void aRequestWithoutKeysStaysTogetherAndTheNextGoesElsewhereAtOnceOrSoon() {
        createTopic(3);
        long[] next = new long[3];
        Set<Integer> used = new TreeSet<>();
        IntPredicate mayGoOn = requests -> has(Difference.UNKEYED_REQUESTS_STAY) ? used.size() < 3 : requests < 3;
        for (int requests = 0; mayGoOn.test(requests); requests++) {
            List<Run> runs = get(broker.produce(topic, messages("a", "b", "c"), Placement.BY_KEY))
                    .runs();
            int partition = runs.get(0).partition();
            assertThat(runs).containsExactly(new Run(partition, next[partition], 3));
            next[partition] += 3;
            used.add(partition);
        }

        assertThat(used).containsExactly(0, 1, 2);
    }

    @Test
    void theRunsOfAMixedRequestFollowItsOrder() {
        createTopic(3);
        produceTo(1, "before");

        ProduceResult result =
                get(broker.produce(topic, messages("a", "b", "c", "d", "e", "f"), explicit(2, 2, 1, 2, 1, 1)));

        assertThat(result.runs())
                .containsExactly(new Run(2, 0, 2), new Run(1, 1, 1), new Run(2, 2, 1), new Run(1, 2, 2));
        assertThat(stored(p1)).containsExactly("before", "c", "e", "f");
        assertThat(stored(new TopicPartition(topic, 2))).containsExactly("a", "b", "d");
    }

    @Test
    void aMessageWithoutAnExplicitPartitionIsPlacedByItsKey() {
        createTopic(5);
        Bytes key = Bytes.utf8("a key");
        int byKey = KeyPartitioner.partitionFor(key, 5);
        int elsewhere = (byKey + 1) % 5;
        Message message = Message.of(key, Bytes.utf8("v"));

        ProduceResult result = get(broker.produce(topic, List.of(message, message), explicit(null, elsewhere)));

        assertThat(result.runs()).extracting(Run::partition).containsExactly(byKey, elsewhere);
    }

    @Test
    void aPartitionThatDoesNotExistRefusesTheWholeRequest() {
        createTopic(2);

        for (int wrong : new int[] {2, -1}) {
            BrokerException failure = failure(broker.produce(topic, messages("a", "b"), explicit(0, wrong)));
            assertThat(failure.code()).isEqualTo(Code.UNKNOWN_TOPIC);
            assertThat(failure).hasMessageContaining("partition " + wrong).hasMessageContaining("it has 2");
        }
        assertThat(stored(p0)).isEmpty();
    }

    @Test
    void aPartitionThatHasJustBeenAddedTakesMessages() {
        produce("a");
        get(broker.updateTopic(topic, partitions(2)));

        produceTo(1, "b");

        assertThat(stored(p1)).containsExactly("b");
    }

    @Test
    void asManyPartitionsAsMessagesMustBeNamed() {
        createTopic();

        BrokerException failure = failure(broker.produce(topic, messages("a", "b"), explicit(0)));

        assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("1 partitions for 2 messages");
    }

    @Test
    void aDoorThatKnowsNoPartitionsCreatesTopicsOfOne() {
        Broker broad = open(new BrokerOptions(DEFAULTS.withPartitions(8), true));

        get(broad.produce(topic, messages("a"), Placement.SOLE));

        assertThat(get(broker.partitionCount(topic))).isEqualTo(1);
    }

    @Test
    void aDoorThatKnowsNoPartitionsIsRefusedWhereThereAreSeveral() {
        createTopic(3);

        BrokerException failure = failure(broker.produce(topic, messages("a"), Placement.SOLE));

        assertThat(failure.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(failure).hasMessageContaining("3 partitions");
        assertThat(get(broker.describeTopic(topic)).partitions()).allMatch(partition -> partition.logEndOffset() == 0);
    }

    // Accepting

    @Test
    void acceptanceIsToldOnceAndBeforeTheEndWhereItComesBeforeStoring() {
        createTopic(2);
        AtomicInteger told = new AtomicInteger();
        CompletableFuture<Integer> toldAtTheEnd = broker.produce(
                        topic, messages("a", "b", "c"), explicit(0, 1, 0), told::incrementAndGet)
                .thenApply(result -> told.get());

        int expected = has(Difference.ACCEPTS_BEFORE_STORING) ? 1 : 0;
        assertThat(get(toldAtTheEnd)).isEqualTo(expected);
        assertThat(told).hasValue(expected);
    }

    @Test
    void whatIsProducedAfterAnAcceptanceComesBehind() {
        createTopic();
        List<CompletableFuture<ProduceResult>> stored = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Void> accepted = new CompletableFuture<>();
            CompletableFuture<ProduceResult> result =
                    broker.produce(topic, messages("m" + i), Placement.BY_KEY, () -> accepted.complete(null));
            get(CompletableFuture.anyOf(accepted, result));
            stored.add(result);
        }

        for (int i = 0; i < 20; i++) {
            assertThat(get(stored.get(i)).runs()).containsExactly(new Run(0, i, 1));
        }
    }

    @Test
    void whatIsRefusedWasNotAccepted() {
        createTopic(2);
        AtomicInteger told = new AtomicInteger();
        Broker strict = open(new BrokerOptions(DEFAULTS, false));

        List<CompletableFuture<ProduceResult>> refused = List.of(
                broker.produce(topic, List.of(), Placement.BY_KEY, told::incrementAndGet),
                broker.produce(topic, messages("a"), Placement.SOLE, told::incrementAndGet),
                broker.produce(topic, messages("a"), explicit(2), told::incrementAndGet),
                broker.produce(topic, messages("a"), explicit(0, 1), told::incrementAndGet),
                broker.produce(topic, List.of(ofSize(MAX_MESSAGE_BYTES + 1)), Placement.BY_KEY, told::incrementAndGet),
                strict.produce(topic("none"), messages("a"), Placement.BY_KEY, told::incrementAndGet));

        assertThat(refused)
                .allSatisfy(future -> assertThat(failure(future).retryAfter()).isEmpty());
        assertThat(told).hasValue(0);
    }

    private record Position(int partition, long offset) {}

    /** One for each message. */
    private static List<Position> positions(ProduceResult result) {
        List<Position> positions = new ArrayList<>();
        for (Run run : result.runs()) {
            for (int i = 0; i < run.count(); i++) {
                positions.add(new Position(run.partition(), run.firstOffset() + i));
            }
        }
        return positions;
    }
}

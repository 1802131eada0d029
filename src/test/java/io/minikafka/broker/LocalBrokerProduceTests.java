package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.ProduceResult.Run;
import io.minikafka.store.AppendResult;
import io.minikafka.store.Bytes;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.DiskFullException;
import io.minikafka.store.Durability;
import io.minikafka.store.KeyPartitioner;
import io.minikafka.store.Message;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalBrokerProduceTests extends BrokerFixture {
    @Test
    void producingToATopicThatDoesNotExistCreatesItWithTheDefaults() {
        ProduceResult result = get(broker.produce(TOPIC, messages("a", "b"), Placement.BY_KEY));

        assertThat(result).isEqualTo(new ProduceResult(List.of(new Run(0, 0, 2)), Durability.MEMORY));
        assertThat(store.settings(TOPIC)).isEqualTo(DEFAULTS);
        assertThat(stored(P0)).containsExactly("a", "b");
    }

    @Test
    void aBrokerThatCreatesNoTopicsSaysThatItIsUnknown() {
        LocalBroker strict = new LocalBroker(store, new BrokerOptions(DEFAULTS, false), timer);

        assertThat(failure(strict.produce(TOPIC, messages("a"), Placement.BY_KEY))
                        .code())
                .isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(store.exists(TOPIC)).isFalse();
        strict.close();
    }

    @Test
    void aDoorThatKnowsNoPartitionsCreatesTopicsOfOne() {
        LocalBroker broad = new LocalBroker(store, new BrokerOptions(DEFAULTS.withPartitions(8), true), timer);

        get(broad.produce(TOPIC, messages("a"), Placement.SOLE));

        assertThat(store.settings(TOPIC).partitions()).isEqualTo(1);
        broad.close();
    }

    @Test
    void aDoorThatKnowsNoPartitionsIsRefusedWhereThereAreSeveral() {
        store.createTopic(TOPIC, DEFAULTS.withPartitions(3));

        BrokerException failure = failure(broker.produce(TOPIC, messages("a"), Placement.SOLE));

        assertThat(failure.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(failure).hasMessageContaining("3 partitions");
        assertThat(IntStream.range(0, 3).mapToLong(p -> store.logEndOffset(new TopicPartition(TOPIC, p))))
                .containsOnly(0L);
    }

    @Test
    void whatTheStoreCompletesAtOnceIsCompleteWhenProduceReturns() {
        store.createTopic(TOPIC, DEFAULTS);

        assertThat(broker.produce(TOPIC, messages("a"), Placement.BY_KEY)).isCompleted();
    }

    @Test
    void theAcknowledgementWaitsForTheStores() {
        store.createTopic(TOPIC, DEFAULTS);
        CompletableFuture<AppendResult> syncing = new CompletableFuture<>();
        CompletableFuture<ProduceResult> produced =
                over(appending(syncing)).produce(TOPIC, messages("a"), Placement.BY_KEY);

        assertThat(produced).isNotDone();
        syncing.complete(new AppendResult(7, 1, Durability.FSYNC));
        assertThat(produced).isCompletedWithValue(new ProduceResult(List.of(new Run(0, 7, 1)), Durability.FSYNC));
    }

    @Test
    void aFailureOfTheStoreArrivesTranslatedAtOnceOrLater() {
        store.createTopic(TOPIC, DEFAULTS);
        CompletableFuture<AppendResult> syncing = new CompletableFuture<>();
        CompletableFuture<ProduceResult> produced =
                over(appending(syncing)).produce(TOPIC, messages("a"), Placement.BY_KEY);
        syncing.completeExceptionally(new StorageFailedException("Syncing failed", null));
        CompletableFuture<ProduceResult> refused = over(appending(
                        CompletableFuture.failedFuture(new DiskFullException(1, 2))))
                .produce(TOPIC, messages("a"), Placement.BY_KEY);

        assertThat(failure(produced).code()).isEqualTo(Code.INTERNAL);
        assertThat(failure(refused).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(failure(refused).retryAfter()).isPresent();
    }

    private DelegatingStore appending(CompletableFuture<AppendResult> result) {
        return new DelegatingStore(store) {
            @Override
            public CompletableFuture<AppendResult> append(TopicPartition partition, List<Message> messages) {
                return result;
            }
        };
    }

    @Test
    void aRequestWithoutMessagesIsRefusedAndCreatesNoTopic() {
        assertThat(failure(broker.produce(TOPIC, List.of(), Placement.BY_KEY)).code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(store.exists(TOPIC)).isFalse();
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedWithBothNumbers() {
        Message tooLarge = Message.of(Bytes.wrap(new byte[MAX_MESSAGE_BYTES + 1]));

        BrokerException failure = failure(broker.produce(TOPIC, List.of(tooLarge), Placement.BY_KEY));

        assertThat(failure.code()).isEqualTo(Code.MESSAGE_TOO_LARGE);
        assertThat(failure).hasMessageContaining("10001").hasMessageContaining("10000");
    }

    // Placement

    @Test
    void aKeyedMessageGoesToThePartitionKafkaPicks() {
        store.createTopic(TOPIC, DEFAULTS.withPartitions(7));
        List<Message> keyed = IntStream.range(0, 100)
                .mapToObj(i -> Message.of(Bytes.utf8("key " + i), Bytes.utf8("value " + i)))
                .toList();

        ProduceResult result = get(broker.produce(TOPIC, keyed, Placement.BY_KEY));

        assertThat(positions(result)).hasSize(100);
        for (int i = 0; i < 100; i++) {
            Position position = positions(result).get(i);
            assertThat(position.partition()).isEqualTo(KeyPartitioner.partitionFor(Bytes.utf8("key " + i), 7));
            assertThat(store.read(new TopicPartition(TOPIC, position.partition()), position.offset(), 1, 1)
                            .messages()
                            .get(0)
                            .value()
                            .toUtf8())
                    .isEqualTo("value " + i);
        }
    }

    @Test
    void aRequestWithoutKeysStaysTogetherAndTheNextGoesElsewhere() {
        store.createTopic(TOPIC, DEFAULTS.withPartitions(3));
        Set<Integer> used = new TreeSet<>();
        for (int request = 0; request < 3; request++) {
            ProduceResult result = get(broker.produce(TOPIC, messages("a", "b", "c"), Placement.BY_KEY));
            assertThat(result.runs()).hasSize(1);
            assertThat(result.runs().get(0).count()).isEqualTo(3);
            used.add(result.runs().get(0).partition());
        }

        assertThat(used).containsExactly(0, 1, 2);
    }

    @Test
    void theRotationOfOneTopicDoesNotDependOnAnother() {
        TopicName other = TopicName.of("other");
        store.createTopic(TOPIC, DEFAULTS.withPartitions(2));
        store.createTopic(other, DEFAULTS.withPartitions(2));
        Set<Integer> used = new TreeSet<>();
        for (int request = 0; request < 2; request++) {
            used.add(get(broker.produce(TOPIC, messages("a"), Placement.BY_KEY))
                    .runs()
                    .get(0)
                    .partition());
            get(broker.produce(other, messages("a"), Placement.BY_KEY));
        }

        assertThat(used).containsExactly(0, 1);
    }

    @Test
    void theRunsOfAMixedRequestFollowItsOrder() {
        store.createTopic(TOPIC, DEFAULTS.withPartitions(3));
        get(broker.produce(TOPIC, messages("before"), explicit(1)));

        ProduceResult result =
                get(broker.produce(TOPIC, messages("a", "b", "c", "d", "e", "f"), explicit(2, 2, 1, 2, 1, 1)));

        assertThat(result.runs())
                .containsExactly(new Run(2, 0, 2), new Run(1, 1, 1), new Run(2, 2, 1), new Run(1, 2, 2));
        assertThat(stored(P1)).containsExactly("before", "c", "e", "f");
        assertThat(stored(new TopicPartition(TOPIC, 2))).containsExactly("a", "b", "d");
    }

    @Test
    void aMessageWithoutAnExplicitPartitionIsPlacedByItsKey() {
        store.createTopic(TOPIC, DEFAULTS.withPartitions(5));
        Bytes key = Bytes.utf8("a key");
        int byKey = KeyPartitioner.partitionFor(key, 5);
        int elsewhere = (byKey + 1) % 5;
        Message message = Message.of(key, Bytes.utf8("v"));

        ProduceResult result = get(broker.produce(TOPIC, List.of(message, message), explicit(null, elsewhere)));

        assertThat(result.runs()).extracting(Run::partition).containsExactly(byKey, elsewhere);
    }

    @Test
    void aPartitionThatDoesNotExistRefusesTheWholeRequest() {
        store.createTopic(TOPIC, DEFAULTS.withPartitions(2));

        for (int wrong : new int[] {2, -1}) {
            BrokerException failure = failure(broker.produce(TOPIC, messages("a", "b"), explicit(0, wrong)));
            assertThat(failure.code()).isEqualTo(Code.UNKNOWN_TOPIC);
            assertThat(failure).hasMessageContaining("partition " + wrong).hasMessageContaining("it has 2");
        }
        assertThat(stored(P0)).isEmpty();
    }

    @Test
    void asManyPartitionsAsMessagesMustBeNamed() {
        store.createTopic(TOPIC, DEFAULTS);

        assertThat(failure(broker.produce(TOPIC, messages("a", "b"), explicit(0)))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void aFailureInOnePartitionFailsTheRequestWhateverTheOthersDid() {
        store.createTopic(TOPIC, DEFAULTS.withPartitions(2));
        LocalBroker broken = over(new DelegatingStore(store) {
            @Override
            public CompletableFuture<AppendResult> append(TopicPartition partition, List<Message> messages) {
                return partition.equals(P1)
                        ? CompletableFuture.failedFuture(new StorageFailedException("Writing failed", null))
                        : super.append(partition, messages);
            }
        });

        assertThat(failure(broken.produce(TOPIC, messages("a", "b"), explicit(0, 1)))
                        .code())
                .isEqualTo(Code.INTERNAL);
        assertThat(stored(P0)).containsExactly("a");
    }

    // Creation on first produce

    @Test
    void messagesThatArriveWhileTheirTopicIsBeingCreatedKeepTheirOrder() {
        CountDownLatch diskIsBusy = new CountDownLatch(1);
        LocalBroker slow = over(new DelegatingStore(store) {
            @Override
            public void createTopic(TopicName topic, TopicSettings settings) {
                awaitUninterruptibly(diskIsBusy);
                super.createTopic(topic, settings);
            }
        });

        List<CompletableFuture<ProduceResult>> produced = IntStream.range(0, 50)
                .mapToObj(i -> slow.produce(TOPIC, messages("message " + i), Placement.BY_KEY))
                .toList();
        assertThat(produced).noneMatch(CompletableFuture::isDone);
        diskIsBusy.countDown();

        for (int i = 0; i < 50; i++) {
            assertThat(get(produced.get(i)).runs()).containsExactly(new Run(0, i, 1));
        }
        assertThat(get(slow.produce(TOPIC, messages("later"), Placement.BY_KEY)).runs())
                .containsExactly(new Run(0, 50, 1));
    }

    @Test
    void aCreationThatFailsFailsThoseInLineAndTheNextRequestTriesAgain() {
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch twoAreInLine = new CountDownLatch(1);
        LocalBroker failing = over(new DelegatingStore(store) {
            @Override
            public void createTopic(TopicName topic, TopicSettings settings) {
                awaitUninterruptibly(twoAreInLine);
                if (attempts.incrementAndGet() == 1) {
                    throw new DiskFullException(1, 2);
                }
                super.createTopic(topic, settings);
            }
        });
        CompletableFuture<ProduceResult> first = failing.produce(TOPIC, messages("a"), Placement.BY_KEY);
        CompletableFuture<ProduceResult> second = failing.produce(TOPIC, messages("b"), Placement.BY_KEY);
        twoAreInLine.countDown();

        assertThat(failure(first).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(failure(second).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        // The line ends right after its last member was told.
        await().until(() ->
                get(failing.produce(TOPIC, messages("c"), Placement.BY_KEY).handle((r, e) -> e == null)));
        assertThat(stored(P0)).containsExactly("c");
    }

    @Test
    void ofSeveralCallersWhoCreateATopicAtOnceNobodyFails() throws Exception {
        int callers = 4;
        CyclicBarrier together = new CyclicBarrier(callers);
        for (int round = 0; round < 50; round++) {
            TopicName topic = TopicName.of("topic-" + round);
            List<CompletableFuture<ProduceResult>> produced = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                produced.add(CompletableFuture.supplyAsync(
                                () -> {
                                    try {
                                        together.await();
                                    } catch (Exception e) {
                                        throw new AssertionError(e);
                                    }
                                    return broker.produce(topic, messages("a"), Placement.BY_KEY);
                                },
                                task -> new Thread(task).start())
                        .thenCompose(result -> result));
            }

            assertThat(produced.stream()
                            .map(BrokerFixture::get)
                            .map(result -> result.runs().get(0).firstOffset()))
                    .containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Placement explicit(Integer... partitions) {
        return new Placement.Explicit(Arrays.asList(partitions));
    }

    private record Position(int partition, long offset) {}

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

package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.ProduceResult.Run;
import io.minikafka.store.AppendResult;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.DiskFullException;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.StorageFailedException;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalBrokerProduceTests extends BrokerFixture {
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

    // Placement

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

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

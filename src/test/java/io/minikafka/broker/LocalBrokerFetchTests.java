package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.DataLossException;
import io.minikafka.store.DelegatingStore;
import io.minikafka.store.MessageStore;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalBrokerFetchTests extends BrokerFixture {
    // Where reading starts

    @Test
    void whatLeavesBetweenFindingTheStartAndReadingIsNotSkippedByAReaderFromTheEarliest() {
        store.createTopic(TOPIC, DEFAULTS.withRetentionAge(Duration.ofSeconds(1)));
        append(P0, "a");
        clock.advance(Duration.ofMillis(999));
        append(P0, "b");
        LocalBroker racing = over(beforeReads(() -> clock.advance(Duration.ofMillis(1))));

        ReadResult result = get(racing.fetch(P0, EARLIEST, LIMITS, AT_ONCE));

        assertThat(values(result)).containsExactly("b");
        assertThat(result.skipped()).isZero();
    }

    @Test
    void damageIsReportedWithTheNextReadableOffset() {
        store.createTopic(TOPIC, DEFAULTS);
        append(P0, "a", "b", "c");
        LocalBroker damaged = over(beforeReads(() -> {
            throw new DataLossException(P0, 0, 2);
        }));

        assertThat(failure(damaged.fetch(P0, EARLIEST, LIMITS, FOREVER)))
                .isInstanceOfSatisfying(
                        DamagedMessagesException.class,
                        e -> assertThat(e.nextReadable()).isEqualTo(2));
    }

    // Waiting

    @Test
    void aFetchThatFindsMessagesOrNeedNotWaitIsDoneWhenItReturns() {
        store.createTopic(TOPIC, DEFAULTS);
        assertThat(broker.fetch(P0, EARLIEST, LIMITS, AT_ONCE)).isCompleted();
        assertThat(broker.fetch(P0, EARLIEST, LIMITS, Duration.ofSeconds(-1))).isCompleted();
        append(P0, "a");
        assertThat(broker.fetch(P0, EARLIEST, LIMITS, FOREVER)).isCompleted();
    }

    @Test
    void aWaitThatHasEndedLeavesNoTimerBehind() {
        store.createTopic(TOPIC, DEFAULTS);
        CompletableFuture<ReadResult> served = broker.fetch(P0, LATEST, LIMITS, Duration.ofHours(1));
        CompletableFuture<ReadResult> cancelled = broker.fetch(P0, LATEST, LIMITS, Duration.ofHours(1));
        CompletableFuture<ReadResult> endless = broker.fetch(P0, LATEST, LIMITS, FOREVER);
        assertThat(timer.getQueue()).hasSize(2);

        cancelled.cancel(false);
        append(P0, "a");
        get(served);
        get(endless);

        await().untilAsserted(() -> assertThat(timer.getQueue()).isEmpty());
    }

    @Test
    void aCancelledWaitIsForgotten() {
        store.createTopic(TOPIC, DEFAULTS);
        WeakReference<CompletableFuture<ReadResult>> wait = cancelledWait();

        await().until(() -> {
            System.gc();
            return wait.get() == null;
        });
    }

    private WeakReference<CompletableFuture<ReadResult>> cancelledWait() {
        CompletableFuture<ReadResult> wait = broker.fetch(P0, LATEST, LIMITS, FOREVER);
        wait.cancel(false);
        assertThatThrownBy(wait::join).isInstanceOf(CancellationException.class);
        return new WeakReference<>(wait);
    }

    @Test
    void anAppendBetweenTheReadAndTheWaitIsNotMissed() {
        store.createTopic(TOPIC, DEFAULTS);
        AtomicInteger reads = new AtomicInteger();
        LocalBroker racing = over(new DelegatingStore(store) {
            @Override
            public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
                ReadResult result = super.read(partition, offset, maxMessages, maxBytes);
                if (reads.incrementAndGet() == 2) {
                    delegate.append(partition, messages("just then"));
                }
                return result;
            }
        });

        assertThat(values(get(racing.fetch(P0, at(0), LIMITS, FOREVER)))).containsExactly("just then");
        assertThat(reads).as("the second read found nothing").hasValue(3);
    }

    @Test
    void whatExpiresBeforeAWaitCouldReadItIsCountedWhenTheNextMessageComes() {
        store.createTopic(TOPIC, DEFAULTS.withRetentionAge(Duration.ofMillis(1)));
        AtomicInteger reads = new AtomicInteger();
        LocalBroker racing = over(beforeReads(() -> {
            // The time first: with the count, the test goes on.
            if (reads.get() == 2) {
                clock.advance(Duration.ofMillis(1));
            }
            reads.incrementAndGet();
        }));
        CompletableFuture<ReadResult> wait = racing.fetch(P0, at(0), LIMITS, FOREVER);

        append(P0, "expires");
        await().untilAtomic(reads, greaterThanOrEqualTo(3));
        append(P0, "stays");

        assertThat(values(get(wait))).containsExactly("stays");
        assertThat(get(wait).skipped()).isEqualTo(1);
    }

    @Test
    void theAppendingThreadNeverRunsWhatAReaderDoesNext() {
        store.createTopic(TOPIC, DEFAULTS);
        CompletableFuture<Thread> ranOn =
                broker.fetch(P0, LATEST, LIMITS, FOREVER).thenApply(result -> Thread.currentThread());

        append(P0, "a");

        assertThat(get(ranOn)).isNotSameAs(Thread.currentThread());
        assertThat(get(ranOn).getName()).startsWith("minikafka-wake");
    }

    @Test
    void aReaderThatIsSlowHoldsUpNeitherAppendsNorReadersOfOtherPartitions() {
        store.createTopic(TOPIC, DEFAULTS.withPartitions(2));
        CountDownLatch slow = new CountDownLatch(1);
        CompletableFuture<Void> stuck = broker.fetch(P0, LATEST, LIMITS, FOREVER)
                .thenAccept(result -> {
                    try {
                        slow.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
        CompletableFuture<ReadResult> other = broker.fetch(P1, LATEST, LIMITS, FOREVER);

        append(P0, "a");
        append(P0, "b");
        append(P1, "c");

        assertThat(values(get(other))).containsExactly("c");
        assertThat(stuck).isNotDone();
        slow.countDown();
        get(stuck);
    }

    @Test
    void aReaderThatAppendsAndReadsOnDoesNotRecurse() {
        store.createTopic(TOPIC, DEFAULTS);
        int rounds = 20_000;
        CompletableFuture<Long> reached = new CompletableFuture<>();
        readAndAppend(rounds, 0, reached);
        append(P0, "start");

        assertThat(get(reached)).isEqualTo(rounds);
    }

    private void readAndAppend(int rounds, long offset, CompletableFuture<Long> reached) {
        if (offset == rounds) {
            reached.complete(offset);
            return;
        }
        broker.fetch(P0, at(offset), LIMITS, FOREVER).thenAccept(result -> {
            readAndAppend(rounds, result.nextOffset(), reached);
            append(P0, "next");
        });
    }

    @Test
    void anAppendDisturbsNobodyWhoWaitsElsewhere() {
        int partitions = 2_000;
        store.createTopic(TOPIC, DEFAULTS.withPartitions(partitions));
        AtomicInteger reads = new AtomicInteger();
        LocalBroker counting = over(beforeReads(reads::incrementAndGet));
        List<CompletableFuture<ReadResult>> waiting = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            waiting.add(counting.fetch(new TopicPartition(TOPIC, partition), LATEST, LIMITS, FOREVER));
        }
        reads.set(0);

        append(P1, "a");

        assertThat(values(get(waiting.get(1)))).containsExactly("a");
        assertThat(reads).hasValue(1);
        assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(1);
    }

    @Test
    void everyOneOfManyWhoWaitForTheSameMessageGetsIt() {
        store.createTopic(TOPIC, DEFAULTS);
        List<CompletableFuture<ReadResult>> waiting = IntStream.range(0, 3_000)
                .mapToObj(i -> broker.fetch(P0, LATEST, LIMITS, FOREVER))
                .toList();

        append(P0, "for all");

        assertThat(waiting).allSatisfy(future -> assertThat(values(get(future))).containsExactly("for all"));
    }

    // Ends

    @Test
    void aClosedBrokerLeavesTheStoreAndTheTimerToTheirOwner() {
        store.createTopic(TOPIC, DEFAULTS);
        CompletableFuture<ReadResult> wait = broker.fetch(P0, LATEST, LIMITS, FOREVER);

        broker.close();
        broker.close();

        assertThat(failure(wait).code()).isEqualTo(Code.UNAVAILABLE);
        append(P0, "the store still works");
        assertThat(timer.isShutdown()).isFalse();
        assertThat(failure(broker.topics()).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void aWaitThatMissedTheDeletionOfItsTopicDoesNotWaitOnTheNewOne() {
        store.createTopic(TOPIC, DEFAULTS);
        append(P0, "a", "b");
        AtomicInteger reads = new AtomicInteger();
        LocalBroker racing = over(new DelegatingStore(store) {
            @Override
            public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
                ReadResult result = super.read(partition, offset, maxMessages, maxBytes);
                if (reads.incrementAndGet() == 2) {
                    delegate.deleteTopic(TOPIC);
                    delegate.createTopic(TOPIC, DEFAULTS);
                }
                return result;
            }
        });

        assertThat(failure(racing.fetch(P0, at(2), LIMITS, FOREVER)).code()).isEqualTo(Code.OFFSET_OUT_OF_RANGE);
    }

    @Test
    void aClosedStoreIsUnavailable() {
        store.createTopic(TOPIC, DEFAULTS);
        store.close();

        assertThat(failure(broker.fetch(P0, EARLIEST, LIMITS, FOREVER)).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(broker.produce(TOPIC, messages("a"), Placement.BY_KEY))
                        .code())
                .isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(broker.partitionCount(TOPIC)).code()).isEqualTo(Code.UNAVAILABLE);
    }

    private MessageStore beforeReads(Runnable action) {
        return new DelegatingStore(store) {
            @Override
            public ReadResult read(TopicPartition partition, long offset, int maxMessages, int maxBytes) {
                action.run();
                return super.read(partition, offset, maxMessages, maxBytes);
            }
        };
    }

    private void append(TopicPartition partition, String... values) {
        store.append(partition, messages(values)).join();
    }
}

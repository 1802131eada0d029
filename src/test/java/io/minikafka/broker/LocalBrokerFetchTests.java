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
import io.minikafka.store.TopicName;
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
    private static final Duration AT_ONCE = Duration.ZERO;

    // Where reading starts

    @Test
    void aFetchStartsWhereItIsTold() {
        store.createTopic(TOPIC, DEFAULTS);
        append(P0, "a", "b");
        clock.advance(Duration.ofSeconds(1));
        append(P0, "c");

        assertThat(values(fetch(EARLIEST))).containsExactly("a", "b", "c");
        assertThat(values(fetch(at(1)))).containsExactly("b", "c");
        assertThat(values(fetch(new Start.AtTimestamp(clock.millis())))).containsExactly("c");
        assertThat(fetch(LATEST)).isEqualTo(new ReadResult(List.of(), 3, 0, 3, 0));
        assertThat(fetch(at(3))).isEqualTo(new ReadResult(List.of(), 3, 0, 3, 0));
    }

    @Test
    void theLimitsHold() {
        store.createTopic(TOPIC, DEFAULTS);
        append(P0, "a", "b", "c");

        assertThat(values(get(broker.fetch(P0, EARLIEST, new FetchLimits(2, 1_000), AT_ONCE))))
                .containsExactly("a", "b");
        assertThat(values(get(broker.fetch(P0, EARLIEST, new FetchLimits(2, 1), AT_ONCE))))
                .containsExactly("a");
        assertThatThrownBy(() -> new FetchLimits(0, 1))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }

    @Test
    void onlyAReaderThatNamedAnOffsetHasSkippedSomething() {
        store.createTopic(TOPIC, DEFAULTS.withRetentionAge(Duration.ofSeconds(1)));
        append(P0, "a", "b");
        clock.advance(Duration.ofSeconds(1));
        append(P0, "c");

        assertThat(fetch(at(0)).skipped()).isEqualTo(2);
        assertThat(fetch(EARLIEST).skipped()).isZero();
        assertThat(fetch(new Start.AtTimestamp(0)).skipped()).isZero();
    }

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
    void refusalsHaveTheirCodes() {
        store.createTopic(TOPIC, DEFAULTS);

        assertThat(failure(broker.fetch(P1, EARLIEST, LIMITS, FOREVER)).code()).isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(failure(broker.fetch(TopicPartition.of("none", 0), EARLIEST, LIMITS, FOREVER))
                        .code())
                .isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(failure(broker.fetch(P0, at(1), LIMITS, FOREVER)).code()).isEqualTo(Code.OFFSET_OUT_OF_RANGE);
        assertThat(failure(broker.fetch(P0, at(-1), LIMITS, FOREVER)).code()).isEqualTo(Code.OFFSET_OUT_OF_RANGE);
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
    void everyStartWaitsForTheNextMessage() {
        store.createTopic(TOPIC, DEFAULTS);
        append(P0, "before");
        List<CompletableFuture<ReadResult>> waiting = List.of(
                broker.fetch(P0, at(1), LIMITS, FOREVER),
                broker.fetch(P0, LATEST, LIMITS, FOREVER),
                broker.fetch(P0, new Start.AtTimestamp(clock.millis() + 1), LIMITS, FOREVER));
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        clock.advance(Duration.ofMillis(1));
        append(P0, "next");

        assertThat(waiting).allSatisfy(future -> {
            assertThat(values(get(future))).containsExactly("next");
            assertThat(get(future).nextOffset()).isEqualTo(2);
        });
    }

    @Test
    void aWaitForALaterTimeIgnoresWhatIsAppendedBefore() {
        store.createTopic(TOPIC, DEFAULTS);
        CompletableFuture<ReadResult> inASecond =
                broker.fetch(P0, new Start.AtTimestamp(clock.millis() + 1_000), LIMITS, FOREVER);
        CompletableFuture<ReadResult> next = broker.fetch(P0, LATEST, LIMITS, FOREVER);

        append(P0, "too early");
        assertThat(values(get(next))).containsExactly("too early");
        clock.advance(Duration.ofSeconds(1));
        append(P0, "in time");

        assertThat(values(get(inASecond))).containsExactly("in time");
    }

    @Test
    void aWaitEndsEmptyWhenItsTimeIsOver() {
        store.createTopic(TOPIC, DEFAULTS);
        append(P0, "a");

        assertThat(get(broker.fetch(P0, at(1), LIMITS, Duration.ofMillis(1))))
                .isEqualTo(new ReadResult(List.of(), 1, 0, 1, 0));
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
    void noneOfManyWaitsIsMissedWhileAppendsRaceThem() {
        store.createTopic(TOPIC, DEFAULTS);
        int rounds = 5_000;
        CompletableFuture<Void> appender = CompletableFuture.runAsync(
                () -> IntStream.range(0, rounds).forEach(i -> append(P0, Integer.toString(i))),
                task -> new Thread(task).start());

        long next = 0;
        while (next < rounds) {
            ReadResult result = get(broker.fetch(P0, at(next), LIMITS, FOREVER));
            assertThat(values(result).get(0)).isEqualTo(Long.toString(next));
            next = result.nextOffset();
        }
        get(appender);
    }

    @Test
    void whatExpiresBeforeAWaitCouldReadItIsCountedWhenTheNextMessageComes() {
        store.createTopic(TOPIC, DEFAULTS.withRetentionAge(Duration.ofMillis(1)));
        AtomicInteger reads = new AtomicInteger();
        LocalBroker racing = over(beforeReads(() -> {
            if (reads.incrementAndGet() == 3) {
                clock.advance(Duration.ofMillis(1));
            }
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
    void aDrainingBrokerEndsWaitsAndRefusesNewOnesButServesTheRest() {
        store.createTopic(TOPIC, DEFAULTS);
        append(P0, "a");
        CompletableFuture<ReadResult> wait = broker.fetch(P0, LATEST, LIMITS, FOREVER);

        broker.drain();
        broker.drain();

        assertThat(failure(wait).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(wait).retryAfter()).isPresent();
        assertThat(failure(broker.fetch(P0, LATEST, LIMITS, FOREVER)).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(broker.fetch(P0, LATEST, LIMITS, AT_ONCE)).isCompleted();
        assertThat(values(fetch(EARLIEST))).containsExactly("a");
        assertThat(broker.produce(TOPIC, messages("b"), Placement.BY_KEY)).isCompleted();
    }

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
    void aWaitEndsWhenItsTopicIsDeleted() {
        TopicName other = TopicName.of("other");
        store.createTopic(TOPIC, DEFAULTS.withPartitions(2));
        store.createTopic(other, DEFAULTS);
        CompletableFuture<ReadResult> wait = broker.fetch(P1, LATEST, LIMITS, FOREVER);
        CompletableFuture<ReadResult> elsewhere = broker.fetch(new TopicPartition(other, 0), LATEST, LIMITS, FOREVER);

        get(broker.deleteTopic(TOPIC));

        assertThat(failure(wait).code()).isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(elsewhere).isNotDone();
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

    private ReadResult fetch(Start start) {
        return get(broker.fetch(P0, start, LIMITS, AT_ONCE));
    }

    private void append(TopicPartition partition, String... values) {
        store.append(partition, messages(values)).join();
    }
}

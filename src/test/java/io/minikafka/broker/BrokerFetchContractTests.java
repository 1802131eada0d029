package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.Bytes;
import io.minikafka.store.Message;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BrokerFetchContractTests extends BrokerContract {
    private ReadResult fetch(Start start) {
        return fetch(start, LIMITS);
    }

    private ReadResult fetch(Start start, FetchLimits limits) {
        return get(broker.fetch(p0, start, limits, AT_ONCE));
    }

    private CompletableFuture<ReadResult> await(Start start) {
        return broker.fetch(p0, start, LIMITS, FOREVER);
    }

    // Where reading starts

    @Test
    void aFetchStartsWhereItIsTold() {
        produce("a", "b");
        backend.waitUntil(backend.now() + 10);
        produce("c");
        long whenC = read(p0, at(2)).get(0).timestamp();

        assertThat(values(fetch(EARLIEST))).containsExactly("a", "b", "c");
        assertThat(values(fetch(at(1)))).containsExactly("b", "c");
        assertThat(values(fetch(new Start.AtTimestamp(whenC)))).containsExactly("c");
        assertThat(values(fetch(new Start.AtTimestamp(whenC - 1)))).containsExactly("c");
        assertThat(values(fetch(new Start.AtTimestamp(0)))).containsExactly("a", "b", "c");
        assertThat(fetch(new Start.AtTimestamp(whenC + 1))).isEqualTo(new ReadResult(List.of(), 3, 0, 3, 0));
        assertThat(fetch(LATEST)).isEqualTo(new ReadResult(List.of(), 3, 0, 3, 0));
        assertThat(fetch(at(3))).isEqualTo(new ReadResult(List.of(), 3, 0, 3, 0));
    }

    @Test
    void aReadSaysWhereItIsAndWhereTheNextGoesOn() {
        produce("a", "b", "c");

        ReadResult result = fetch(at(1), ONE);

        assertThat(result.messages()).extracting(StoredMessage::offset).containsExactly(1L);
        assertThat(result).isEqualTo(new ReadResult(result.messages(), 2, 0, 3, 0));
    }

    @Test
    void anEmptyPartitionReadsAsEmptyFromEveryStart() {
        createTopic();

        assertThat(List.of(fetch(EARLIEST), fetch(LATEST), fetch(at(0)), fetch(new Start.AtTimestamp(0))))
                .containsOnly(new ReadResult(List.of(), 0, 0, 0, 0));
    }

    @Test
    void theLimitsHoldButOneMessageIsReturnedHoweverLarge() {
        produce("a", "b", "c");

        assertThat(values(fetch(EARLIEST, new FetchLimits(2, 1_000)))).containsExactly("a", "b");
        assertThat(values(fetch(EARLIEST, new FetchLimits(2, 1)))).containsExactly("a");
        assertThat(values(fetch(at(1), new FetchLimits(2, 1)))).containsExactly("b");
        assertThatThrownBy(() -> new FetchLimits(0, 1))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }

    @Test
    void boundedReadsReturnEveryMessageOnceAndInOrder() {
        createTopic();
        List<String> produced =
                IntStream.range(0, 500).mapToObj(i -> "message " + i).toList();
        produce(produced.toArray(String[]::new));
        List<String> seen = new ArrayList<>();

        long next = 0;
        while (next < 500) {
            ReadResult result = fetch(at(next), new FetchLimits(7, 10_000));
            assertThat(result.messages()).hasSizeBetween(1, 7);
            seen.addAll(values(result));
            next = result.nextOffset();
        }

        assertThat(seen).isEqualTo(produced);
    }

    @Test
    void aReadIsBoundedInBytes() {
        List<Message> large = IntStream.range(0, 10)
                .mapToObj(i -> Message.of(Bytes.wrap(new byte[1_000])))
                .toList();
        get(broker.produce(topic, large, Placement.BY_KEY));

        assertThat(fetch(EARLIEST, new FetchLimits(10, 3_500)).messages()).hasSizeBetween(1, 3);
    }

    // Retention

    @Test
    void onlyAReaderThatNamedAnOffsetHasSkippedSomething() {
        createExpiringTopic();
        produce("a", "b");
        backend.expire(p0);
        produce("c");

        assertThat(fetch(at(0))).satisfies(result -> {
            assertThat(values(result)).containsExactly("c");
            assertThat(result).isEqualTo(new ReadResult(result.messages(), 3, 2, 3, 2));
        });
        assertThat(fetch(EARLIEST).skipped()).isZero();
        assertThat(values(fetch(EARLIEST))).containsExactly("c");
        assertThat(fetch(new Start.AtTimestamp(0)).skipped()).isZero();
    }

    @Test
    void offsetsGoOnAfterEverythingHasExpired() {
        createExpiringTopic();
        produce("a", "b");
        backend.expire(p0);

        assertThat(fetch(EARLIEST)).isEqualTo(new ReadResult(List.of(), 2, 2, 2, 0));
        assertThat(fetch(at(2))).isEqualTo(new ReadResult(List.of(), 2, 2, 2, 0));
        assertThat(fetch(at(1)).messages()).isEmpty();
        produce("c");
        assertThat(read(p0, at(2))).extracting(StoredMessage::offset).containsExactly(2L);
    }

    @Test
    void aMessageAsOldAsTheAgeIsNotServedExceptWhereWholeSegmentsLeave() {
        get(broker.createTopic(topic, new SettingsChange(null, Duration.ofMillis(1), null, null)));
        produce("a");
        backend.waitUntil(backend.now() + 1);

        if (has(Difference.EXPIRED_MAY_BE_SERVED)) {
            assertThat(List.of("a")).containsAll(stored(p0));
        } else {
            assertThat(stored(p0)).isEmpty();
        }
    }

    // Refusals

    @Test
    void refusalsHaveTheirCodesAndNumbers() {
        createExpiringTopic();
        produce("a", "b");

        assertThat(failure(broker.fetch(p1, EARLIEST, LIMITS, FOREVER)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.UNKNOWN_TOPIC))
                .hasMessageContaining("partition 1");
        assertThat(failure(broker.fetch(new TopicPartition(topic("none"), 0), EARLIEST, LIMITS, FOREVER)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.UNKNOWN_TOPIC))
                .hasMessageContaining(topic("none").value());
        for (Duration maxWait : List.of(AT_ONCE, FOREVER)) {
            assertThat(failure(broker.fetch(p0, at(3), LIMITS, maxWait)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.OFFSET_OUT_OF_RANGE))
                    .hasMessageContaining("3")
                    .hasMessageContaining("2");
            assertThat(failure(broker.fetch(p0, at(-1), LIMITS, maxWait)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.OFFSET_OUT_OF_RANGE))
                    .hasMessageContaining("-1");
        }
    }

    // Waiting

    @Test
    void everyStartWaitsForTheNextMessage() {
        produce("before");
        long after = read(p0, EARLIEST).get(0).timestamp() + 1;
        List<CompletableFuture<ReadResult>> waiting =
                List.of(await(at(1)), await(LATEST), await(new Start.AtTimestamp(after)));
        backend.waitUntil(after);
        // Where "latest" is, is decided some time after asking.
        get(broker.fetch(p0, LATEST, LIMITS, Duration.ofMillis(100)));
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        produce("next");

        assertThat(waiting).allSatisfy(future -> {
            assertThat(values(get(future))).containsExactly("next");
            assertThat(get(future).nextOffset()).isEqualTo(2);
        });
    }

    @Test
    void anEmptyPartitionIsWaitedForFromItsStart() {
        createTopic();
        CompletableFuture<ReadResult> waiting = await(EARLIEST);

        produce("first");

        assertThat(values(get(waiting))).containsExactly("first");
    }

    @Test
    void aWaitForALaterTimeIgnoresWhatIsAppendedBefore() {
        // Connects, too, where that takes its time.
        produce("before");
        long later = backend.now() + 2_000;
        CompletableFuture<ReadResult> waiting = await(new Start.AtTimestamp(later));
        CompletableFuture<ReadResult> next = await(at(1));

        produce("too early");
        assertThat(get(next).messages().get(0).timestamp()).isLessThan(later);
        backend.waitUntil(later);
        produce("in time");

        assertThat(values(get(waiting))).containsExactly("in time");
    }

    @Test
    void aWaitEndsEmptyWhenItsTimeIsOver() {
        produce("a");

        assertThat(get(broker.fetch(p0, at(1), LIMITS, Duration.ofMillis(20))))
                .isEqualTo(new ReadResult(List.of(), 1, 0, 1, 0));
        assertThat(get(broker.fetch(p0, at(1), LIMITS, Duration.ofSeconds(-1))).messages())
                .isEmpty();
    }

    @Test
    void aCancelledWaitTakesNothingAwayFromOthers() {
        createTopic();
        CompletableFuture<ReadResult> cancelled = await(at(0));
        CompletableFuture<ReadResult> other = await(at(0));

        assertThat(cancelled.cancel(false)).isTrue();
        produce("a");

        assertThat(values(get(other))).containsExactly("a");
        assertThatThrownBy(cancelled::join).isInstanceOf(CancellationException.class);
        assertThat(values(get(await(at(0))))).containsExactly("a");
    }

    @Test
    void noneOfManyWaitsIsMissedWhileAppendsRaceThem() {
        createTopic();
        int rounds = 500;
        CompletableFuture<Void> appender = CompletableFuture.runAsync(
                () -> IntStream.range(0, rounds).forEach(i -> produce(Integer.toString(i))),
                task -> new Thread(task).start());

        long next = 0;
        while (next < rounds) {
            ReadResult result = get(await(at(next)));
            assertThat(values(result).get(0)).isEqualTo(Long.toString(next));
            next = result.nextOffset();
        }
        get(appender);
    }

    @Test
    void everyOneOfManyWhoWaitForTheSameMessageGetsIt() {
        createTopic();
        List<CompletableFuture<ReadResult>> waiting =
                IntStream.range(0, 20).mapToObj(i -> await(at(0))).toList();

        produce("for all");

        assertThat(waiting).allSatisfy(future -> assertThat(values(get(future))).containsExactly("for all"));
    }

    @Test
    void readersOfSeveralPartitionsDoNotWaitForEachOther() {
        createTopic(4);
        List<CompletableFuture<ReadResult>> waiting = IntStream.range(0, 4)
                .mapToObj(i -> broker.fetch(new TopicPartition(topic, i), at(0), LIMITS, FOREVER))
                .toList();

        for (int partition : new int[] {2, 0, 3}) {
            produceTo(partition, "to " + partition);
            assertThat(values(get(waiting.get(partition)))).containsExactly("to " + partition);
        }
        assertThat(waiting.get(1)).isNotDone();
    }

    // Ends

    @Test
    void aDrainingBrokerEndsWaitsAndRefusesNewOnesButServesTheRest() {
        produce("a");
        CompletableFuture<ReadResult> wait = await(at(1));

        broker.drain();
        broker.drain();

        assertThat(failure(wait).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(wait).retryAfter()).isPresent();
        assertThat(failure(await(LATEST)).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(fetch(LATEST).messages()).isEmpty();
        assertThat(values(fetch(EARLIEST))).containsExactly("a");
        produce("b");
        assertThat(stored(p0)).containsExactly("a", "b");
    }

    @Test
    void aClosedBrokerIsUnavailable() {
        createTopic();
        CompletableFuture<ReadResult> wait = await(LATEST);

        broker.close();
        broker.close();

        assertThat(failure(wait).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(await(LATEST)).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(broker.topics()).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure(broker.deleteTopic(topic)).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void aWaitEndsWhenItsTopicIsDeleted() {
        createTopic(2);
        TopicPartition other = new TopicPartition(topic("other"), 0);
        get(broker.createTopic(other.topic(), SettingsChange.NONE));
        CompletableFuture<ReadResult> wait = broker.fetch(p1, LATEST, LIMITS, FOREVER);
        CompletableFuture<ReadResult> elsewhere = broker.fetch(other, at(0), LIMITS, FOREVER);

        get(broker.deleteTopic(topic));

        assertThat(failure(wait).code()).isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(elsewhere).isNotDone();
    }

    @Test
    void aReaderOfADeletedTopicDoesNotReadTheNextOneInsteadOfIt() {
        produce("a", "b");
        assertThat(values(fetch(EARLIEST))).hasSize(2);
        get(broker.deleteTopic(topic));

        assertThat(failure(broker.fetch(p0, at(2), LIMITS, AT_ONCE)).code()).isEqualTo(Code.UNKNOWN_TOPIC);
        createTopic();
        assertThat(failure(broker.fetch(p0, at(2), LIMITS, FOREVER)).code()).isEqualTo(Code.OFFSET_OUT_OF_RANGE);
        produce("c");
        assertThat(values(fetch(at(0)))).containsExactly("c");
    }
}

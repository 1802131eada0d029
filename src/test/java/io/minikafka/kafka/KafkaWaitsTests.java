package io.minikafka.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Reads that find nothing and wait. At most two have a consumer at the same time. */
class KafkaWaitsTests extends ReadsFixture {
    private final TopicPartition partition = new TopicPartition(topic(1), 0);

    KafkaWaitsTests() {
        super(TestCluster.shared(), withReaders(TestCluster.shared(), 2));
    }

    @Test
    void aWaitEndsWithTheFirstMessage() {
        append(partition, "a");
        CompletableFuture<ReadResult> latest = waiting(partition, LATEST);
        CompletableFuture<ReadResult> named = waiting(partition, at(1));

        append(partition, "b");

        assertThat(values(get(latest))).containsExactly("b");
        assertThat(values(get(named))).containsExactly("b");
        assertThat(get(named).logEndOffset()).isEqualTo(2);
    }

    @Test
    void oneWhoHasSomethingToReadDoesNotWait() {
        append(partition, "a");

        assertThat(values(get(reads.fetch(partition, EARLIEST, LIMITS, FOREVER))))
                .containsExactly("a");
    }

    @Test
    void aWaitEndsEmptyWhenItsTimeIsOver() {
        append(partition, "a");
        ReadResult nothing = new ReadResult(List.of(), 1, 0, 1, 0);

        assertThat(get(reads.fetch(partition, LATEST, LIMITS, Duration.ofMillis(50))))
                .isEqualTo(nothing);
        assertThat(get(reads.fetch(partition, at(1), LIMITS, Duration.ofMillis(50))))
                .isEqualTo(nothing);
        assertThat(opened).hasValue(1);
    }

    @Test
    void waitingOnAndOnNeedsOneConsumer() {
        long next = 0;
        for (String value : List.of("a", "b", "c")) {
            CompletableFuture<ReadResult> wait = waiting(partition, at(next));
            append(partition, value);
            assertThat(values(get(wait))).containsExactly(value);
            next = get(wait).nextOffset();
        }
        assertThat(opened).hasValue(1);
    }

    @Test
    void cancellingFreesTheConsumer() {
        CompletableFuture<ReadResult> first = waiting(partition, LATEST);
        CompletableFuture<ReadResult> second = waiting(partition, LATEST);
        BrokerException refusal = failure(reads.fetch(partition, LATEST, LIMITS, FOREVER));
        assertThat(refusal.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(refusal)
                .hasMessage("There are 2 reads without a group under way; the limit is 2"
                        + " (minikafka.kafka.max-readers)");
        // Who finds nothing and does not wait needs none.
        assertThat(get(read(partition, EARLIEST)).messages()).isEmpty();

        first.cancel(false);
        second.cancel(false);

        await().untilAsserted(() -> assertThat(closed).hasValue(2));
        append(partition, "a");
        await().untilAsserted(
                        () -> assertThat(values(get(read(partition, EARLIEST)))).containsExactly("a"));
    }

    @Test
    void anIdleReaderMakesRoom() {
        append(partition, "a");
        get(read(partition, EARLIEST));
        TopicPartition other = new TopicPartition(topic(1), 0);

        waiting(other, LATEST);
        assertThat(closed).hasValue(0);
        waiting(other, LATEST);

        assertThat(closed).hasValue(1);
    }

    @Test
    void theDeletionOfItsTopicEndsAWait() {
        CompletableFuture<ReadResult> wait = waiting(partition, LATEST);

        get(topics.delete(partition.topic()));
        reads.deleted(partition.topic());

        BrokerException reason = failure(wait);
        assertThat(reason.code()).isEqualTo(Code.UNKNOWN_TOPIC);
        assertThat(reason).hasMessage("The topic '" + partition.topic() + "' has been deleted");
        await().untilAsserted(() -> assertThat(closed).hasValue(1));
    }

    @Test
    void theDeletionOfItsTopicByOthersEndsAWaitSoon() throws Exception {
        CompletableFuture<ReadResult> wait = waiting(partition, LATEST);

        admin.deleteTopics(List.of(partition.topic().value())).all().get();

        assertThat(failure(wait).code()).isEqualTo(Code.UNKNOWN_TOPIC);
    }

    @Test
    void aTopicDeletedByOthersIsNotWaitedForWhereItIsStillKnown() throws Exception {
        append(partition, "a");
        get(topics.partitions(partition.topic()));
        admin.deleteTopics(List.of(partition.topic().value())).all().get();

        // The broker goes on serving it until it learns of that, too.
        await().untilAsserted(() ->
                assertThat(failure(read(partition, EARLIEST)).code()).isEqualTo(Code.UNKNOWN_TOPIC));
    }

    @Test
    void drainingEndsWaitsAndLeavesReads() {
        append(partition, "a");
        CompletableFuture<ReadResult> wait = waiting(partition, at(1));

        reads.drain();

        assertThat(failure(wait).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(wait).isCompletedExceptionally();
        assertThat(failure(reads.fetch(partition, at(1), LIMITS, FOREVER))).hasMessage("The server is shutting down");
        assertThat(values(get(reads.fetch(partition, at(0), LIMITS, FOREVER)))).containsExactly("a");
        assertThat(failure(reads.fetch(partition, at(1), LIMITS, FOREVER))).hasMessage("The server is shutting down");
        assertThat(get(read(partition, at(1))).messages()).isEmpty();
    }
}

package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.v1.AppendedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is sent next, what is sent again and what fails, without a server. */
class OutboxTests {
    private static final ProducerOptions OPTIONS = ProducerOptions.DEFAULT
            .withMaxBatchBytes(100)
            .withBufferBytes(1_000)
            .withDeliveryTimeout(Duration.ofNanos(50));

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 10);
    private final List<PendingSend.OfMessage> sends = new ArrayList<>();

    @Test
    void aLoneMessageGoesAtOnceAndTheNextOnesGatherBehindIt() {
        Outbox outbox = outbox(OPTIONS);
        add(outbox, 1);
        assertThat(outbox.next().messages()).isEqualTo(1);
        add(outbox, 1);
        add(outbox, 1);
        assertThat(outbox.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(outbox::next);
        outbox.pollInFlight();
        assertThat(outbox.next().messages()).isEqualTo(2);
    }

    @Test
    void aFullBatchDoesNotWait() {
        Outbox outbox = outbox(OPTIONS);
        add(outbox, 1);
        outbox.next();
        add(outbox, 80);
        assertThat(outbox.hasNext()).isFalse();
        add(outbox, 80);
        assertThat(outbox.next().messages()).isEqualTo(1);
        assertThat(outbox.hasNext()).isFalse();
    }

    @Test
    void roomComesBackWhenABatchIsAcknowledged() {
        Outbox outbox = outbox(OPTIONS);
        assertThat(outbox.hasRoomFor(5_000))
                .as("anything fits into an empty buffer")
                .isTrue();
        add(outbox, 500);
        assertThat(outbox.hasRoomFor(500)).isFalse();
        outbox.next();
        assertThat(outbox.hasRoomFor(500)).isFalse();
        outbox.pollInFlight();
        assertThat(outbox.hasRoomFor(5_000)).isTrue();
    }

    @Test
    void whatWasInFlightGoesAgainFirstAndInOrder() {
        Outbox outbox = outbox(OPTIONS);
        List<Batch> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            add(outbox, 90);
        }
        sent.add(outbox.next());
        sent.add(outbox.next());
        outbox.requeue();
        assertThat(List.of(outbox.next(), outbox.next())).isEqualTo(sent);
    }

    @Test
    void whatIsOverdueFailsAndTheRestStays() {
        Outbox outbox = outbox(OPTIONS);
        add(outbox, 90);
        nanoTime.addAndGet(30);
        add(outbox, 90);
        nanoTime.addAndGet(20);
        Triage triage = new Triage(outbox, OPTIONS);
        List<Triage.Failed> failed = triage.overdue();
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).failure().kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
        assertThat(outbox.isEmpty()).isFalse();
    }

    @Test
    void aRefusedBatchIsHalvedInFrontOfWhatFollowedIt() {
        ProducerOptions wide = OPTIONS.withMaxBatchBytes(1_000).withBufferBytes(100_000);
        Outbox outbox = outbox(wide);
        for (int i = 0; i < 5; i++) {
            add(outbox, 10);
        }
        outbox.next();
        add(outbox, 990);
        add(outbox, 990);
        outbox.next();
        Triage triage = new Triage(outbox, wide);
        Triage.Verdict verdict = triage.streamEnded(new MinikafkaException(Kind.INVALID_ARGUMENT, "no"));
        assertThat(verdict.refused()).isTrue();
        assertThat(verdict.failed()).isEmpty();
        List<Integer> messages = new ArrayList<>();
        while (!outbox.isEmpty()) {
            if (outbox.hasNext()) {
                messages.add(outbox.next().messages());
            } else {
                outbox.pollInFlight();
            }
        }
        assertThat(messages).containsExactly(2, 3, 1, 1);
        assertThat(outbox.hasRoomFor(100_000)).as("all room is back").isTrue();
    }

    @Test
    void halvesKeepEachMessageWithItsSend() {
        Outbox outbox = outbox(ProducerOptions.DEFAULT);
        for (int i = 0; i < 3; i++) {
            add(outbox, 10);
        }
        List<Batch> halves = outbox.next().halves();
        halves.get(0).acknowledge(List.of(run(7, 1)));
        halves.get(1).acknowledge(List.of(run(20, 2)));
        assertThat(sends).extracting(send -> send.join().offset()).containsExactly(7L, 20L, 21L);
    }

    @Test
    void nothingIsSentTwiceWhenThatWasChosen() {
        ProducerOptions once = OPTIONS.withDelivery(Delivery.AT_MOST_ONCE);
        Outbox outbox = outbox(once);
        add(outbox, 90);
        add(outbox, 90);
        add(outbox, 90);
        outbox.next().send();
        outbox.next().send();
        Triage triage = new Triage(outbox, once);
        Triage.Verdict broken = triage.streamEnded(new MinikafkaException(Kind.UNAVAILABLE, "gone"));
        assertThat(broken.failed())
                .extracting(failed -> failed.failure().kind())
                .containsExactly(Kind.OUTCOME_UNKNOWN, Kind.OUTCOME_UNKNOWN);
        outbox.next().send();
        Triage.Verdict full = triage.streamEnded(
                new MinikafkaException(Kind.RESOURCE_EXHAUSTED, "full", null, Duration.ofSeconds(1)));
        assertThat(full.failed())
                .extracting(failed -> failed.failure().kind())
                .containsExactly(Kind.RESOURCE_EXHAUSTED);
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void whatNothingCanHelpFailsEverything() {
        Outbox outbox = outbox(OPTIONS);
        add(outbox, 90);
        add(outbox, 90);
        outbox.next();
        Triage.Verdict verdict =
                new Triage(outbox, OPTIONS).streamEnded(new MinikafkaException(Kind.PERMISSION_DENIED, "no"));
        assertThat(verdict.failed()).hasSize(2);
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void anAcknowledgementOfAnotherNumberOfMessagesIsAFailureOfTheServer() {
        Outbox outbox = outbox(OPTIONS);
        add(outbox, 1);
        outbox.next().acknowledge(List.of(run(0, 2)));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> sends.get(0).join())
                .havingCause()
                .isInstanceOfSatisfying(
                        MinikafkaException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.INTERNAL));
    }

    private Outbox outbox(ProducerOptions options) {
        return new Outbox("t", options, nanoTime::get);
    }

    private void add(Outbox outbox, int bytes) {
        ProducerMessage message = ProducerMessage.of(new byte[bytes]);
        PendingSend.OfMessage send = new PendingSend.OfMessage();
        sends.add(send);
        outbox.add(message, RequestBuffer.sizeOf(message), send);
    }

    private static AppendedRun run(long firstOffset, int count) {
        return AppendedRun.newBuilder()
                .setFirstOffset(firstOffset)
                .setCount(count)
                .build();
    }
}

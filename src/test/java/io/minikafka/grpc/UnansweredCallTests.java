package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backend that does not answer. Without a network, since a client's own deadline would race with the answer. */
class UnansweredCallTests {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<List<TopicName>> topics = new CompletableFuture<>();
    private final Caller caller = new Caller();

    @AfterEach
    void stopTheTimer() {
        timer.shutdownNow();
    }

    @Test
    void aCallEndsUnavailableBeforeItsDeadlineAndNobodyWaitsAnyMore() {
        callWithDeadline(100);

        Status status = Status.fromThrowable(caller.failure.join());
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription())
                .isEqualTo("The backend did not answer before the call's deadline; what was asked for, such as storing"
                        + " a message, may or may not be done");
        assertThat(topics).isCancelled();
    }

    @Test
    void anAnswerInTimeIsTheOnlyOne() {
        callWithDeadline(TimeUnit.HOURS.toMillis(1));
        assertThat(caller.reply).isNotDone();

        topics.complete(List.of(TopicName.of("t")));

        assertThat(caller.reply).isCompletedWithValue("[t]");
        assertThat(caller.failure).isNotDone();
    }

    @Test
    void givingUpComesAfterTheRepliesThatAreDueAndLeavesMostOfAShortDeadline() {
        for (long millis : new long[] {10, 50, 200, 1_000, 5_000, 60_000}) {
            Duration remaining = Duration.ofMillis(millis);
            assertThat(LongPoll.untilGivingUp(remaining))
                    .isGreaterThan(LongPoll.untilReplying(remaining))
                    .isGreaterThanOrEqualTo(remaining.multipliedBy(3).dividedBy(4))
                    .isLessThan(remaining);
        }
        assertThat(LongPoll.untilGivingUp(Duration.ofMinutes(1))).isEqualTo(Duration.ofMillis(59_750));
    }

    private void callWithDeadline(long millis) {
        try (Context.CancellableContext call =
                Context.current().withDeadlineAfter(millis, TimeUnit.MILLISECONDS, timer)) {
            call.run(() -> UnaryReply.send(caller, () -> topics, Object::toString));
        }
    }

    private static final class Caller extends ServerCallStreamObserver<String> {
        private final CompletableFuture<String> reply = new CompletableFuture<>();
        private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

        @Override
        public void onNext(String value) {
            reply.complete(value);
        }

        @Override
        public void onError(Throwable reason) {
            failure.complete(reason);
        }

        @Override
        public void onCompleted() {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void disableAutoInboundFlowControl() {}
    }
}

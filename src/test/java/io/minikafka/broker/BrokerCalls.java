package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.minikafka.store.Message;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** How tests speak to a broker, whatever it is over. */
abstract class BrokerCalls {
    static final FetchLimits LIMITS = new FetchLimits(1_000, 1_000_000);
    static final FetchLimits ONE = new FetchLimits(1, 1_000_000);
    static final Start EARLIEST = new Start.Earliest();
    static final Start LATEST = new Start.Latest();
    static final Duration AT_ONCE = Duration.ZERO;
    static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
    static final int MAX_MESSAGE_BYTES = 10_000;

    static ScheduledThreadPoolExecutor newTimer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    static Start at(long offset) {
        return new Start.AtOffset(offset);
    }

    static Placement explicit(Integer... partitions) {
        return new Placement.Explicit(Arrays.asList(partitions));
    }

    static List<Message> messages(String... values) {
        return Arrays.stream(values).map(Message::utf8).toList();
    }

    static List<String> values(ReadResult result) {
        return values(result.messages());
    }

    static List<String> values(Delivery delivery) {
        return values(delivery.messages());
    }

    static List<String> values(List<StoredMessage> messages) {
        return messages.stream().map(message -> message.value().toUtf8()).toList();
    }

    /** The future's result; the limit only keeps a broken test from hanging. */
    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("No result", e);
        }
    }

    /** The failure as a door sees it: the future's own, not wrapped. */
    static BrokerException failure(CompletableFuture<?> future) {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        future.whenComplete((result, failure) -> seen.complete(failure));
        assertThat(get(seen)).isInstanceOf(BrokerException.class);
        ExecutionException e = catchThrowableOfType(ExecutionException.class, future::get);
        return (BrokerException) e.getCause();
    }
}

package io.minikafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A broker over a memory store, and how tests speak to it. */
abstract class BrokerFixture {
    static final TopicName TOPIC = TopicName.of("orders");
    static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    static final TopicPartition P1 = new TopicPartition(TOPIC, 1);
    static final TopicSettings DEFAULTS = TopicSettings.DEFAULT;
    static final FetchLimits LIMITS = new FetchLimits(1_000, 1_000_000);
    static final Start EARLIEST = new Start.Earliest();
    static final Start LATEST = new Start.Latest();
    static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
    static final int MAX_MESSAGE_BYTES = 10_000;

    final MutableClock clock = MutableClock.started();
    final MessageStore store = new InMemoryMessageStore(new StoreLimits(MAX_MESSAGE_BYTES), clock);
    final ScheduledThreadPoolExecutor timer = timer();
    final LocalBroker broker = over(store);

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    LocalBroker over(MessageStore other) {
        return new LocalBroker(other, new BrokerOptions(DEFAULTS, true), timer);
    }

    @AfterEach
    void closeEverything() {
        broker.close();
        timer.shutdownNow();
        store.close();
    }

    static Start at(long offset) {
        return new Start.AtOffset(offset);
    }

    static List<Message> messages(String... values) {
        return Arrays.stream(values).map(Message::utf8).toList();
    }

    static List<String> values(ReadResult result) {
        return result.messages().stream()
                .map(message -> message.value().toUtf8())
                .toList();
    }

    List<String> stored(TopicPartition partition) {
        return values(store.read(partition, 0, Integer.MAX_VALUE, Integer.MAX_VALUE));
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

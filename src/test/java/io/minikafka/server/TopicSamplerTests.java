package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.Broker;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.LocalBroker;
import io.minikafka.broker.MemoryBroker;
import io.minikafka.http.History;
import io.minikafka.store.TopicName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicSamplerTests {
    private final List<Runnable> rounds = new ArrayList<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable round, long first, long interval, TimeUnit unit) {
            rounds.add(round);
            return schedule(() -> {}, 0, unit);
        }
    };
    private final LocalBroker local = MemoryBroker.create(timer);

    @AfterEach
    void close() {
        local.close();
        timer.shutdownNow();
    }

    @Test
    void noRoundBeginsBeforeTheLastOneIsWrittenDown() {
        List<CompletableFuture<List<TopicName>>> asked = new ArrayList<>();
        Broker broker = new DelegatingBroker(local) {
            @Override
            public CompletableFuture<List<TopicName>> topics() {
                asked.add(new CompletableFuture<>());
                return asked.get(asked.size() - 1);
            }
        };
        Clock clock = new Clock() {
            /** Asked for when a round is written down, and the next one is due. */
            @Override
            public Instant instant() {
                rounds.get(0).run();
                return Instant.EPOCH;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        Duration second = Duration.ofSeconds(1);
        try (TopicSampler ignored = new TopicSampler(broker, new History(second, second, 1), 1, second, timer, clock)) {
            rounds.get(0).run();
            asked.get(0).complete(List.of());
            assertThat(asked).hasSize(1);

            rounds.get(0).run();
            assertThat(asked).hasSize(2);
        }
    }
}

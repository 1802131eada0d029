package io.minikafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.LocalBroker;
import io.minikafka.broker.MemoryBroker;
import io.minikafka.broker.Placement;
import io.minikafka.security.Origin.Door;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GoneTopicsTests {
    private static final TopicName ORDERS = TopicName.of("orders");
    private static final TopicName PAYMENTS = TopicName.of("payments");

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final BrokerTraffic traffic = BrokerTraffic.ofStore(registry, new BoundedTags<>(100));
    private final LocalBroker local = MemoryBroker.create(timer);

    @AfterEach
    void close() {
        local.close();
        timer.shutdownNow();
    }

    private boolean hasSeries(TopicName topic) {
        return registry.find("minikafka.messages.produced")
                        .tag("topic", topic.value())
                        .meter()
                != null;
    }

    @Test
    void theSeriesOfATopicLeaveWhenItIsGoneAlsoAfterQuestionsThatFailed() {
        Broker counted = traffic.counting(Door.GRPC, local);
        for (TopicName topic : List.of(ORDERS, PAYMENTS)) {
            counted.produce(topic, List.of(Message.utf8("m")), Placement.BY_KEY).join();
        }
        AtomicInteger asked = new AtomicInteger();
        Broker moody = new DelegatingBroker(local) {
            @Override
            public CompletableFuture<List<TopicName>> topics() {
                BrokerException away = new BrokerException(BrokerException.Code.UNAVAILABLE, "away");
                return switch (asked.incrementAndGet()) {
                    case 1 -> CompletableFuture.failedFuture(away);
                    case 2 -> throw away;
                    default -> super.topics();
                };
            }
        };
        try (GoneTopics gone = new GoneTopics(moody, traffic, timer, Duration.ofMillis(5))) {
            await().until(() -> asked.get() > 3);
            assertThat(hasSeries(ORDERS)).isTrue();
            local.deleteTopic(ORDERS).join();
            await().until(() -> !hasSeries(ORDERS));
            assertThat(hasSeries(PAYMENTS)).isTrue();
        }
    }
}

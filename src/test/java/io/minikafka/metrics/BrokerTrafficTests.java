package io.minikafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.LocalBroker;
import io.minikafka.broker.MemoryBroker;
import io.minikafka.broker.Placement;
import io.minikafka.broker.SettingsChange;
import io.minikafka.broker.Start;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import io.minikafka.security.Origin.Door;
import io.minikafka.store.Message;
import io.minikafka.store.ReadResult;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerTrafficTests {
    private static final TopicName ORDERS = TopicName.of("orders");
    private static final TopicName PAYMENTS = TopicName.of("payments");
    private static final TopicName REFUNDS = TopicName.of("refunds");
    private static final FetchLimits LIMITS = new FetchLimits(10, 1_000);
    private static final Start EARLIEST = new Start.Earliest();

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final BrokerTraffic traffic = BrokerTraffic.ofCluster(registry, new BoundedTags<>(2));
    private final LocalBroker local = MemoryBroker.create(timer);
    private final Broker redis = traffic.counting(Door.REDIS, local);
    private final Broker grpc = traffic.counting(Door.GRPC, local);

    @AfterEach
    void close() {
        local.close();
        timer.shutdownNow();
    }

    private static void produce(Broker broker, TopicName topic, int count) {
        List<Message> messages =
                Stream.generate(() -> Message.utf8("m")).limit(count).toList();
        broker.produce(topic, messages, Placement.BY_KEY).join();
    }

    private double messages(String what, TopicName topic, Door door) {
        return messages(what, topic.value(), door);
    }

    private double messages(String what, String topic, Door door) {
        return registry.get("minikafka.messages." + what)
                .tags("topic", topic, "door", door.text())
                .functionCounter()
                .count();
    }

    private double rejected(Code code) {
        return registry.get("minikafka.rejected")
                .tags("reason", code.name().toLowerCase(java.util.Locale.ROOT), "door", "redis")
                .counter()
                .count();
    }

    @Test
    void messagesAreCountedByTopicAndDoor() {
        produce(redis, ORDERS, 3);
        produce(grpc, ORDERS, 2);
        produce(grpc, PAYMENTS, 1);
        assertThat(messages("produced", ORDERS, Door.REDIS)).isEqualTo(3);
        assertThat(messages("produced", ORDERS, Door.GRPC)).isEqualTo(2);
        assertThat(messages("produced", PAYMENTS, Door.GRPC)).isEqualTo(1);
        assertThat(messages("delivered", ORDERS, Door.REDIS)).isZero();

        TopicPartition partition = new TopicPartition(ORDERS, 0);
        grpc.fetch(partition, EARLIEST, LIMITS, Duration.ZERO).join();
        grpc.fetch(partition, new Start.Latest(), LIMITS, Duration.ZERO).join();
        assertThat(messages("delivered", ORDERS, Door.GRPC)).isEqualTo(5);
        assertThat(registry.get("minikafka.fetch").timer().count()).isEqualTo(1);
        assertThat(registry.get("minikafka.append").timer().count()).isEqualTo(3);
        assertThat(registry.get("minikafka.append.batch").summary().totalAmount())
                .isEqualTo(6);
    }

    @Test
    void whatAGroupGetsAndAcknowledgesIsCounted() {
        produce(grpc, ORDERS, 3);
        GroupMember member = redis.joinGroup(
                        GroupName.of("billing"),
                        new MemberSpec("one", Set.of(ORDERS), StartAt.EARLIEST, Duration.ofMinutes(1)),
                        GroupListener.NONE)
                .join();
        CompletableFuture<Delivery> polled = member.poll(LIMITS, Duration.ofSeconds(30));
        assertThat(polled.join().messages()).hasSize(3);
        assertThat(messages("delivered", ORDERS, Door.REDIS)).isEqualTo(3);

        TopicPartition partition = new TopicPartition(ORDERS, 0);
        member.acknowledge(List.of(new Acknowledgement(partition, 1))).join();
        assertThat(messages("acked", ORDERS, Door.REDIS)).isEqualTo(2);
        assertThat(member.acknowledge(List.of(new Acknowledgement(TopicPartition.of("orders", 7), 1))))
                .isCompletedExceptionally();
        assertThat(rejected(Code.FAILED_PRECONDITION)).isEqualTo(1);
        assertThat(messages("acked", ORDERS, Door.REDIS)).isEqualTo(2);
        member.leave().join();
    }

    @Test
    void topicsBeyondTheBoundAreSummedAndThoseThatAreNotThereTakeNoPlace() {
        assertThat(redis.fetch(TopicPartition.of("nowhere", 0), EARLIEST, LIMITS, Duration.ZERO))
                .isCompletedExceptionally();
        produce(redis, ORDERS, 1);
        produce(redis, PAYMENTS, 1);
        produce(redis, REFUNDS, 2);
        produce(redis, TopicName.of("returns"), 3);
        assertThat(messages("produced", ORDERS, Door.REDIS)).isEqualTo(1);
        assertThat(messages("produced", "_other", Door.REDIS)).isEqualTo(5);
        assertThat(registry.find("minikafka.messages.produced").functionCounters())
                .hasSize(3);
        assertThat(rejected(Code.UNKNOWN_TOPIC)).isEqualTo(1);
    }

    @Test
    void aTopicThatIsForgottenLosesItsSeriesAndStartsAnewIfItComesBack() {
        produce(redis, ORDERS, 1);
        produce(grpc, ORDERS, 1);
        traffic.forget(ORDERS);
        assertThat(registry.find("minikafka.messages.produced").meters()).isEmpty();
        produce(redis, ORDERS, 4);
        assertThat(messages("produced", ORDERS, Door.REDIS)).isEqualTo(4);
    }

    @Test
    void whatIsCancelledIsCancelledBelowAndNotCountedAsRefused() {
        CompletableFuture<ReadResult> below = new CompletableFuture<>();
        Broker waiting = traffic.counting(Door.REDIS, new DelegatingBroker(local) {
            @Override
            public CompletableFuture<ReadResult> fetch(
                    TopicPartition partition, Start start, FetchLimits limits, Duration maxWait) {
                return below;
            }
        });
        CompletableFuture<ReadResult> fetched =
                waiting.fetch(TopicPartition.of("orders", 0), EARLIEST, LIMITS, Duration.ofDays(1));
        assertThat(fetched.cancel(false)).isTrue();
        assertThat(below).isCancelled();
        assertThat(fetched).isCancelled();
        for (Code code : Code.values()) {
            assertThat(rejected(code)).as(code.name()).isZero();
        }
    }

    @Test
    void whoHasGotAMessageCanAcknowledgeItAtOnceAndBothAreCounted() {
        local.createTopic(ORDERS, SettingsChange.NONE).join();
        GroupMember member = redis.joinGroup(
                        GroupName.of("billing"),
                        new MemberSpec("one", Set.of(ORDERS), StartAt.EARLIEST, Duration.ofMinutes(1)),
                        GroupListener.NONE)
                .join();
        CompletableFuture<Double> acked = member.poll(LIMITS, Duration.ofSeconds(30))
                .thenCompose(
                        delivery -> member.acknowledge(List.of(new Acknowledgement(new TopicPartition(ORDERS, 0), 0))))
                .thenApply(done -> messages("acked", ORDERS, Door.REDIS));
        produce(grpc, ORDERS, 1);
        assertThat(acked.join()).isEqualTo(1);
        member.leave().join();
    }

    /** A method that is new in the interface is here by itself. */
    @Test
    void everyRefusalIsCountedWhateverWasAskedFor() throws Exception {
        Broker refusing = (Broker) Proxy.newProxyInstance(
                Broker.class.getClassLoader(),
                new Class<?>[] {Broker.class},
                (proxy, method, arguments) ->
                        CompletableFuture.failedFuture(new BrokerException(Code.UNAVAILABLE, "")));
        Broker counted = traffic.counting(Door.REDIS, refusing);
        int asked = 0;
        for (Method method : Broker.class.getMethods()) {
            if (method.getReturnType() == CompletableFuture.class) {
                Object[] arguments = Stream.of(method.getParameterTypes())
                        .map(BrokerTrafficTests::argument)
                        .toArray();
                assertThat((CompletableFuture<?>) method.invoke(counted, arguments))
                        .isCompletedExceptionally();
                assertThat(rejected(Code.UNAVAILABLE)).as(method.getName()).isEqualTo(++asked);
            }
        }
    }

    private static Object argument(Class<?> type) {
        if (type == List.class) {
            return List.of();
        }
        if (type == Duration.class) {
            return Duration.ZERO;
        }
        return type == TopicPartition.class ? TopicPartition.of("orders", 0) : null;
    }
}

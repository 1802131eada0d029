package io.minikafka.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.MemoryBroker;
import io.minikafka.broker.OffsetReset;
import io.minikafka.broker.Placement;
import io.minikafka.broker.SettingsChange;
import io.minikafka.broker.Start;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import io.minikafka.store.Bytes;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorizingBrokerTests {
    private static final TopicName ORDERS = TopicName.of("orders");
    private static final TopicName PAYMENTS = TopicName.of("payments");
    private static final GroupName BILLING = GroupName.of("billing");
    private static final GroupName MIXED = GroupName.of("mixed");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final FetchLimits LIMITS = new FetchLimits(10, 1_000);

    private static final Map<Class<?>, Object> ARGUMENTS = Map.of(
            TopicName.class,
            ORDERS,
            List.class,
            List.of(message()),
            Placement.class,
            Placement.BY_KEY,
            Runnable.class,
            (Runnable) () -> {},
            TopicPartition.class,
            new TopicPartition(ORDERS, 0),
            Start.class,
            new Start.Earliest(),
            FetchLimits.class,
            LIMITS,
            Duration.class,
            Duration.ZERO,
            SettingsChange.class,
            SettingsChange.NONE);

    private static final Map<Class<?>, Object> MORE_ARGUMENTS = Map.of(
            GroupName.class,
            BILLING,
            MemberSpec.class,
            member(ORDERS),
            GroupListener.class,
            GroupListener.NONE,
            OffsetReset.class,
            new OffsetReset(ORDERS, Set.of(), new Start.Earliest()));

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Broker broker = MemoryBroker.create(timer);

    @AfterEach
    void close() {
        broker.close();
        timer.shutdownNow();
    }

    /** A method that is new in the interface is here by itself. */
    static Stream<Method> methods() {
        return Arrays.stream(Broker.class.getMethods());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whoHasNoRightNeverReachesTheBroker(Method method) throws Exception {
        Broker unreachable = (Broker) Proxy.newProxyInstance(
                Broker.class.getClassLoader(), new Class<?>[] {Broker.class}, (proxy, called, arguments) -> {
                    throw new AssertionError(called + " reached the broker");
                });
        Broker view = new BrokerViews(unreachable).of(new Caller("mallory", List.of()));
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> Objects.requireNonNull(
                        ARGUMENTS.getOrDefault(type, MORE_ARGUMENTS.get(type)), "an argument of " + type))
                .toArray();
        Object result = invoke(method, view, arguments);
        if (method.getName().equals("drain") || method.getName().equals("close")) {
            assertThat(result).isNull();
        } else {
            assertThat(refusal((CompletableFuture<?>) result)).contains("'mallory'", "has no right to");
        }
    }

    private static Object invoke(Method method, Broker view, Object[] arguments) throws Exception {
        try {
            return method.invoke(view, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method + " threw", e.getCause());
        }
    }

    @Test
    void whoMayDoEverythingHasTheBrokerItself() {
        assertThat(new BrokerViews(broker).of(Caller.ANONYMOUS)).isSameAs(broker);
        assertThat(view("admin")).isSameAs(broker);
    }

    @Test
    void producingNeedsTheRightToTheTopic() {
        Broker view = view("produce:orders");
        assertThat(view.produce(ORDERS, List.of(message()), Placement.BY_KEY)).succeedsWithin(PATIENCE);
        assertThat(refusal(view.produce(PAYMENTS, List.of(message()), Placement.BY_KEY)))
                .isEqualTo("User 'alice' has no right to produce to the topic 'payments'");
        assertThat(broker.topics().join()).containsExactly(ORDERS);
    }

    @Test
    void readingNeedsTheRightToTheTopic() {
        produce(ORDERS, PAYMENTS);
        Broker view = view("consume:orders", "produce:payments");
        assertThat(fetch(view, ORDERS)).succeedsWithin(PATIENCE);
        assertThat(refusal(fetch(view, PAYMENTS)))
                .isEqualTo("User 'alice' has no right to consume from the topic 'payments'");
    }

    @Test
    void topicsAreSeenByThoseWithAnyRightToThem() {
        produce(ORDERS, PAYMENTS);
        Broker view = view("produce:pay*");
        assertThat(view.topics().join()).containsExactly(PAYMENTS);
        assertThat(view.describeTopic(PAYMENTS)).succeedsWithin(PATIENCE);
        assertThat(view.partitionCount(PAYMENTS)).succeedsWithin(PATIENCE).isEqualTo(1);
        assertThat(refusal(view.describeTopic(ORDERS))).contains("'orders'");
        assertThat(refusal(view.describeTopic(TopicName.of("nothing"))))
                .as("what is not there looks like what is hidden")
                .contains("'nothing'");
    }

    @Test
    void topicsAreChangedByThoseWhoAdministerThem() {
        Broker view = view("admin:orders", "produce:payments", "consume:payments");
        assertThat(view.createTopic(ORDERS, SettingsChange.NONE)).succeedsWithin(PATIENCE);
        assertThat(view.updateTopic(ORDERS, SettingsChange.NONE)).succeedsWithin(PATIENCE);
        assertThat(view.produce(ORDERS, List.of(message()), Placement.BY_KEY)).succeedsWithin(PATIENCE);
        assertThat(view.deleteTopic(ORDERS)).succeedsWithin(PATIENCE);
        assertThat(refusal(view.createTopic(PAYMENTS, SettingsChange.NONE))).contains("administer", "'payments'");
    }

    @Test
    void aGroupIsJoinedForTopicsThatTheMemberMayConsume() {
        Broker view = view("consume:orders");
        assertThat(view.joinGroup(BILLING, member(ORDERS), GroupListener.NONE)).succeedsWithin(PATIENCE);
        assertThat(refusal(view.joinGroup(BILLING, member(ORDERS, PAYMENTS), GroupListener.NONE)))
                .contains("consume from the topic 'payments'");
    }

    @Test
    void aGroupIsSeenByThoseWhoMayConsumeAllItsTopics() {
        join(BILLING, ORDERS);
        join(MIXED, ORDERS, PAYMENTS);
        Broker view = view("consume:orders");
        assertThat(view.groups().join()).containsExactly(BILLING);
        assertThat(view.describeGroup(BILLING)).succeedsWithin(PATIENCE);
        assertThat(refusal(view.describeGroup(MIXED))).contains("see the group 'mixed'");
        assertThat(view("consume").groups().join()).containsExactly(BILLING, MIXED);
    }

    @Test
    void aGroupIsResetAndDeletedByThoseWhoAdministerItsTopics() {
        produce(ORDERS, PAYMENTS);
        join(BILLING, ORDERS).leave().join();
        reset(broker, BILLING, ORDERS).join();
        join(MIXED, ORDERS, PAYMENTS).leave().join();
        reset(broker, MIXED, ORDERS).join();
        reset(broker, MIXED, PAYMENTS).join();
        Broker view = view("admin:orders", "consume");
        assertThat(reset(view, BILLING, ORDERS)).succeedsWithin(PATIENCE);
        assertThat(refusal(reset(view, BILLING, PAYMENTS))).contains("administer", "'payments'");
        assertThat(refusal(view.deleteGroup(MIXED))).contains("administer the group 'mixed'");
        assertThat(view.deleteGroup(BILLING)).succeedsWithin(PATIENCE);
        assertThat(broker.groups().join()).containsExactly(MIXED);
    }

    @Test
    void hundredsOfGroupsAreListed() {
        List<GroupName> groups = IntStream.range(0, 300)
                .mapToObj(i -> GroupName.of(String.format("g%03d", i)))
                .toList();
        groups.forEach(group -> join(group, ORDERS));
        assertThat(view("consume:orders").groups().join()).isEqualTo(groups);
    }

    private Broker view(String... grants) {
        return new BrokerViews(broker)
                .of(new Caller("alice", Arrays.stream(grants).map(Grant::of).toList()));
    }

    private void produce(TopicName... topics) {
        for (TopicName topic : topics) {
            broker.produce(topic, List.of(message()), Placement.BY_KEY).join();
        }
    }

    private static CompletableFuture<?> fetch(Broker view, TopicName topic) {
        return view.fetch(new TopicPartition(topic, 0), new Start.Earliest(), LIMITS, Duration.ZERO);
    }

    private GroupMember join(GroupName group, TopicName... topics) {
        return broker.joinGroup(group, member(topics), GroupListener.NONE).join();
    }

    private static CompletableFuture<?> reset(Broker view, GroupName group, TopicName topic) {
        return view.resetOffsets(group, new OffsetReset(topic, Set.of(), new Start.Latest()));
    }

    private static MemberSpec member(TopicName... topics) {
        return new MemberSpec("m", Set.of(topics), StartAt.EARLIEST, MemberSpec.DEFAULT_MAX_POLL_INTERVAL);
    }

    private static Message message() {
        return Message.of(Bytes.utf8("m"));
    }

    private static String refusal(CompletableFuture<?> future) {
        BrokerException failure =
                BrokerException.in(future.handle((value, thrown) -> thrown).join());
        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(Code.PERMISSION_DENIED);
        return failure.getMessage();
    }
}

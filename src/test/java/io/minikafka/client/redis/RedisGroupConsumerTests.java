package io.minikafka.client.redis;

import static io.minikafka.client.redis.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.SettingsChange;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupName;
import io.minikafka.store.MutableClock;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is special about consuming over the Redis protocol; the rest is the contract's. */
class RedisGroupConsumerTests {
    private static final String TOPIC = "orders";
    private static final String GROUP = "billing";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MutableClock clock = MutableClock.started();
    private final TestRedisDoor door = new TestRedisDoor();
    private final RedisMinikafkaClient client =
            RedisMinikafkaClient.builder(door.target()).clock(clock).build();

    @AfterEach
    void stop() {
        client.close();
        door.close();
    }

    @Test
    void aMemberIsShownByItsName() {
        client.join(GroupSubscription.of(GROUP, TOPIC).withMember("one"));
        await().until(() -> members().equals(List.of("one")));
    }

    @Test
    void membersWithoutANameGetDifferentOnes() {
        createTopic(2);
        client.join(GroupSubscription.of(GROUP, TOPIC));
        client.join(GroupSubscription.of(GROUP, TOPIC));
        await().until(() -> members().stream().distinct().count() == 2);
    }

    @Test
    void aNameThatIsTakenIsWaitedFor() {
        GroupConsumer first = client.join(GroupSubscription.of(GROUP, TOPIC).withMember("one"));
        await().until(() -> members().equals(List.of("one")));
        GroupConsumer second = client.join(GroupSubscription.of(GROUP, TOPIC).withMember("one"));
        assertThat(second.poll(Duration.ofMillis(300))).isEmpty();
        first.close();
        produce("a");
        assertThat(texts(poll(second, 1))).containsExactly("a");
    }

    @Test
    void aNameThatStaysTakenIsAFailure() {
        client.join(GroupSubscription.of(GROUP, TOPIC).withMember("one"));
        await().until(() -> members().equals(List.of("one")));
        GroupConsumer second = client.join(GroupSubscription.of(GROUP, TOPIC).withMember("one"));
        assertThat(assertFails(Kind.ALREADY_EXISTS, () -> second.poll(LONG))).hasMessageContaining("billing:one");
    }

    @Test
    void aGroupThatTheProtocolWouldMisreadIsRefused() {
        GroupConsumer consumer = client.join(GroupSubscription.of("a:b", TOPIC));
        assertThat(assertFails(Kind.INVALID_ARGUMENT, () -> consumer.poll(LONG)))
                .hasMessageContaining("a:b");
        GroupConsumer two = client.join(GroupSubscription.of(GROUP, "a,b"));
        assertThat(assertFails(Kind.INVALID_ARGUMENT, () -> two.poll(LONG))).hasMessageContaining("a,b");
    }

    @Test
    void anAcknowledgementDoesNotWaitForAPollThatDoes() throws Exception {
        produce("a");
        GroupConsumer consumer = client.join(GroupSubscription.of(GROUP, TOPIC));
        ConsumedMessage message = poll(consumer, 1).get(0);
        CompletableFuture<List<ConsumedMessage>> waiting = CompletableFuture.supplyAsync(() -> consumer.poll(LONG));
        consumer.acknowledge(message).get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(waiting).isNotDone();
        assertThat(committed()).isEqualTo(1);
        produce("b");
        assertThat(texts(waiting.get(LONG.toSeconds(), TimeUnit.SECONDS))).containsExactly("b");
    }

    @Test
    void manyMessagesComeInBurstsAndNoneIsMissed() {
        List<String> values = IntStream.range(0, 5_000).mapToObj(i -> "m" + i).toList();
        produce(values.toArray(String[]::new));
        GroupConsumer consumer = client.join(GroupSubscription.of(GROUP, TOPIC));
        int polls = 0;
        int largest = 0;
        List<String> texts = new ArrayList<>();
        while (texts.size() < values.size()) {
            List<ConsumedMessage> messages = consumer.poll(LONG);
            texts.addAll(texts(messages));
            largest = Math.max(largest, messages.size());
            polls++;
        }
        assertThat(texts).isEqualTo(values);
        assertThat(largest).isEqualTo(BurstLength.GREATEST);
        assertThat(polls).isLessThan(100);
    }

    @Test
    void aPollThatGivesUpLosesNothing() {
        GroupConsumer consumer = client.join(GroupSubscription.of(GROUP, TOPIC));
        List<String> values = IntStream.range(0, 300).mapToObj(i -> "m" + i).toList();
        List<String> texts = new ArrayList<>();
        for (String value : values) {
            produce(value);
            texts.addAll(texts(consumer.poll(Duration.ofNanos(1))));
        }
        texts.addAll(texts(poll(consumer, values.size() - texts.size())));
        assertThat(texts).isEqualTo(values);
    }

    @Test
    void everyMessageIsSeenThoughTheServerIsRestarted() {
        GroupConsumer consumer = client.join(GroupSubscription.of(GROUP, TOPIC));
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            produce(values(round * 1_000, (round + 1) * 1_000));
            int wanted = (round + 1) * 1_000 - 500;
            await().atMost(LONG).until(() -> {
                pollTo(consumer, seen);
                return seen.size() >= wanted;
            });
            door.restart();
        }
        await().atMost(LONG).until(() -> {
            pollTo(consumer, seen);
            return seen.size() == 3_000;
        });
    }

    @Test
    void whatCameOverAnEarlierConnectionCannotBeAcknowledgedOverTheNext() {
        produce("a");
        GroupConsumer consumer = client.join(GroupSubscription.of(GROUP, TOPIC));
        ConsumedMessage earlier = poll(consumer, 1).get(0);
        door.restart();
        List<ConsumedMessage> again = new ArrayList<>();
        await().atMost(LONG).ignoreExceptions().until(() -> {
            again.addAll(consumer.poll(Duration.ofMillis(100)));
            return again.size() == 1;
        });
        assertThat(again.get(0).offset()).isEqualTo(earlier.offset());
        assertFails(Kind.UNAVAILABLE, consumer.acknowledge(earlier));
        consumer.acknowledge(again).join();
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void theTimestampIsThatOfTheArrival() {
        produce("a");
        GroupConsumer consumer = client.join(GroupSubscription.of(GROUP, TOPIC));
        ConsumedMessage message = poll(consumer, 1).get(0);
        assertThat(message.timestamp()).isEqualTo(clock.instant());
        assertThat(message.key()).isNull();
        assertThat(message.headers()).isEmpty();
    }

    @Test
    void theMaxPollIntervalIsTheServersToCheck() {
        GroupConsumer consumer =
                client.join(GroupSubscription.of(GROUP, TOPIC).withMaxPollInterval(Duration.ofDays(2)));
        assertThat(assertFails(Kind.INVALID_ARGUMENT, () -> consumer.poll(LONG)))
                .hasMessageContaining("max.poll.interval.ms")
                .hasMessageContaining("86400000");
    }

    private static void pollTo(GroupConsumer consumer, Set<String> seen) {
        try {
            List<ConsumedMessage> messages = consumer.poll(Duration.ofMillis(100));
            seen.addAll(texts(messages));
            var unused = consumer.acknowledge(messages);
        } catch (MinikafkaException away) {
            assertThat(away.kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    private void produce(String... values) {
        try (Producer producer = client.producer(TOPIC)) {
            producer.send(List.of(values).stream().map(ProducerMessage::utf8).toList());
        }
    }

    private static String[] values(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toArray(String[]::new);
    }

    private static List<ConsumedMessage> poll(GroupConsumer consumer, int count) {
        List<ConsumedMessage> messages = new ArrayList<>();
        await().atMost(LONG).until(() -> {
            messages.addAll(consumer.poll(Duration.ofMillis(100)));
            return messages.size() >= count;
        });
        assertThat(messages).hasSize(count);
        return messages;
    }

    private static List<String> texts(List<ConsumedMessage> messages) {
        return messages.stream().map(ConsumedMessage::text).toList();
    }

    private void createTopic(int partitions) {
        door.broker()
                .createTopic(TopicName.of(TOPIC), new SettingsChange(partitions, null, null, null))
                .join();
    }

    private List<String> members() {
        return door.broker().groups().join().contains(GroupName.of(GROUP))
                ? group().members().stream()
                        .map(GroupDescription.MemberDescription::name)
                        .toList()
                : List.of();
    }

    private long committed() {
        return group().partitions().get(0).committed().orElse(-1);
    }

    private GroupDescription group() {
        return door.broker().describeGroup(GroupName.of(GROUP)).join();
    }
}

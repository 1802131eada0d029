package io.minikafka.client;

import static io.minikafka.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.MinikafkaException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How members share, whatever the transport; and what they are sent again. */
class GroupSharingContractTests extends MessagingClientContract {
    @Test
    void twoMembersShareThePartitionsAndOneThatLeavesGivesThemToTheOther() {
        createTopic(TOPIC, 4);
        GroupConsumer one = join(GROUP);
        one.poll(Duration.ZERO);
        awaitMembers(GROUP, 1, 4);
        GroupConsumer other = newClient().join(GroupSubscription.of(GROUP, TOPIC));
        other.poll(Duration.ZERO);
        awaitMembers(GROUP, 2, 4);

        produceToAll(40);
        List<ConsumedMessage> ofOne = new ArrayList<>();
        List<ConsumedMessage> ofOther = new ArrayList<>();
        await().atMost(LONG).until(() -> {
            ofOne.addAll(one.poll(Duration.ofMillis(20)));
            ofOther.addAll(other.poll(Duration.ofMillis(20)));
            return ofOne.size() + ofOther.size() >= 40;
        });
        assertThat(partitions(ofOne)).hasSize(2).doesNotContainAnyElementsOf(partitions(ofOther));
        assertThat(partitions(ofOther)).hasSize(2);
        Set<String> all = new HashSet<>(texts(ofOne));
        all.addAll(texts(ofOther));
        assertThat(all).hasSize(40);

        get(one.acknowledge(ofOne));
        get(other.acknowledge(ofOther));
        one.close();
        awaitMembers(GROUP, 1, 4);
        produceToAll(40);
        assertThat(partitions(poll(other, 40))).hasSize(4);
    }

    @Test
    void everyGroupGetsEverything() {
        produce(TOPIC, "a", "b");
        assertThat(texts(join("one"), 2)).containsExactly("a", "b");
        assertThat(texts(join("two"), 2)).containsExactly("a", "b");
    }

    @Test
    void whoJoinsNextGoesOnBehindWhatIsAcknowledged() {
        produce(TOPIC, "a", "b", "c");
        try (GroupConsumer first = join(GROUP)) {
            get(first.acknowledge(poll(first, 3).get(0)));
        }
        assertThat(texts(join(GROUP), 2)).containsExactly("b", "c");
    }

    @Test
    void whatHasMovedToAnotherMemberCannotBeAcknowledged() {
        createTopic(TOPIC, 2);
        GroupConsumer one = join(GROUP);
        one.poll(Duration.ZERO);
        awaitMembers(GROUP, 1, 2);
        produceToAll(20);
        List<ConsumedMessage> messages = poll(one, 20);
        GroupConsumer other = newClient().join(GroupSubscription.of(GROUP, TOPIC));
        other.poll(Duration.ZERO);
        awaitMembers(GROUP, 2, 2);

        Set<Integer> moved = partitions(pollShare(other, 2, 1));
        assertThat(moved).hasSize(1);
        for (ConsumedMessage message : messages) {
            if (moved.contains(message.partition())) {
                assertFailed(Kind.FAILED_PRECONDITION, one.acknowledge(message));
            } else {
                get(one.acknowledge(message));
            }
        }
        assertFailed(Kind.FAILED_PRECONDITION, one.acknowledge(messages));
    }

    @Test
    void whatWasNotAcknowledgedComesAgainWhenTheServerWasAway() {
        produce(TOPIC, "a", "b", "c");
        GroupConsumer consumer = join(GROUP);
        List<ConsumedMessage> messages = poll(consumer, 3);
        get(consumer.acknowledge(messages.get(0)));
        server.restart();
        List<ConsumedMessage> again = pollThroughOutage(consumer, 2);
        assertThat(texts(again)).containsExactly("b", "c");
        get(consumer.acknowledge(again));
        assertThat(committed(GROUP, TOPIC, 0)).isEqualTo(3);
    }

    @Test
    void aMemberIsBackAlsoWhenNobodyPolls() {
        createTopic(TOPIC, 2);
        GroupConsumer consumer = join(GROUP);
        consumer.poll(Duration.ZERO);
        awaitMembers(GROUP, 1, 2);
        server.restart();
        awaitMembers(GROUP, 1, 2);
        produce(TOPIC, "a");
        assertThat(texts(pollThroughOutage(consumer, 1))).containsExactly("a");
    }

    @Test
    void aServerThatIsAwayIsToldWhenTheWaitIsOver() {
        createTopic(TOPIC, 1);
        GroupConsumer consumer = join(GROUP);
        consumer.poll(Duration.ZERO);
        awaitMembers(GROUP, 1, 1);
        server.stop();
        assertFails(Kind.UNAVAILABLE, () -> {
            // The first one may begin before the loss is noticed.
            for (int i = 0; i < 100; i++) {
                consumer.poll(Duration.ofMillis(300));
            }
        });
    }

    @Test
    void whatWasDeliveredBeforeTheConnectionBrokeCannotBeAcknowledged() {
        produce(TOPIC, "a", "b");
        GroupConsumer consumer = join(GROUP);
        List<ConsumedMessage> messages = poll(consumer, 2);
        server.stop();
        assertFailed(Kind.UNAVAILABLE, consumer.acknowledge(messages));
        server.start();
        assertThat(texts(pollThroughOutage(consumer, 2))).containsExactly("a", "b");
    }

    private void produceToAll(int count) {
        try (Producer producer = client.producer(TOPIC)) {
            IntStream.range(0, count).forEach(i -> producer.sendAsync(ProducerMessage.utf8("k" + i, "m" + i)));
        }
    }

    /** Polls a member that has so many of the partitions, until it has their messages. */
    private List<ConsumedMessage> pollShare(GroupConsumer consumer, int partitions, int share) {
        List<ConsumedMessage> messages = new ArrayList<>();
        long started = System.nanoTime();
        while (System.nanoTime() - started < LONG.toNanos()) {
            List<ConsumedMessage> more = consumer.poll(Duration.ofMillis(500));
            messages.addAll(more);
            if (more.isEmpty() && partitions(messages).size() == share) {
                break;
            }
        }
        assertThat(partitions(messages)).as("of %s partitions", partitions).hasSize(share);
        return messages;
    }

    private static Set<Integer> partitions(List<ConsumedMessage> messages) {
        Set<Integer> partitions = new HashSet<>();
        messages.forEach(message -> partitions.add(message.partition()));
        return partitions;
    }
}

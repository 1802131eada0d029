package io.minikafka.client;

import static io.minikafka.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.SettingsChange;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.TransportFixture.Capability;
import io.minikafka.client.TransportFixture.Settings;
import io.minikafka.store.MutableClock;
import io.minikafka.store.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one member of a consumer group is promised, whatever the transport. */
class GroupConsumingContractTests extends MessagingClientContract {
    private final MutableClock clock = MutableClock.started();

    @Override
    Settings settings() {
        return Settings.DEFAULT.withClock(clock);
    }

    @Test
    void messagesSayWhereTheyComeFrom() {
        produce(TOPIC, "a", "b");
        List<ConsumedMessage> messages = poll(join(GROUP), 2);
        assertThat(messages).extracting(ConsumedMessage::topic).containsOnly(TOPIC);
        assertThat(messages).extracting(ConsumedMessage::partition).containsOnly(0);
        assertThat(messages).extracting(ConsumedMessage::offset).containsExactly(0L, 1L);
    }

    @Test
    void severalTopicsAreRead() {
        produce("one", "a");
        produce("two", "b");
        GroupConsumer consumer = client.join(GroupSubscription.of(GROUP, "one", "two"));
        assertThat(poll(consumer, 2))
                .extracting(message -> message.topic() + " " + message.text())
                .containsExactlyInAnyOrder("one a", "two b");
    }

    @Test
    void aPollReturnsNoMoreThanIsAskedFor() {
        produce(TOPIC, "a", "b", "c", "d", "e");
        GroupConsumer consumer = client.join(
                GroupSubscription.of(GROUP, TOPIC).withMaxPollMessages(2).withPrefetch(3));
        List<ConsumedMessage> first = consumer.poll(LONG);
        assertThat(first).hasSizeBetween(1, 2);
        List<String> rest = texts(consumer, 5 - first.size());
        assertThat(texts(first)).isEqualTo(List.of("a", "b").subList(0, first.size()));
        assertThat(rest).endsWith("c", "d", "e");
    }

    @Test
    void manyMoreMessagesThanArePrefetchedArrive() {
        List<String> values = IntStream.range(0, 10_000).mapToObj(i -> "m" + i).toList();
        produce(TOPIC, values.toArray(String[]::new));
        GroupConsumer consumer = client.join(
                GroupSubscription.of(GROUP, TOPIC).withMaxPollMessages(7).withPrefetch(20));
        assertThat(texts(consumer, values.size())).isEqualTo(values);
    }

    @Test
    void aGroupStartsAtTheEarliestOrAtTheLatestMessage() {
        produce(TOPIC, "before");
        GroupConsumer late = client.join(GroupSubscription.of("late", TOPIC).withStartAt(GroupStart.LATEST));
        late.poll(Duration.ZERO);
        awaitMembers("late", 1, 1);
        produce(TOPIC, "after");
        assertThat(texts(late, 1)).containsExactly("after");
        assertThat(texts(join("early"), 2)).containsExactly("before", "after");
    }

    @Test
    void aTopicThatIsNotThereYetIsReadOnceItIs() {
        GroupConsumer consumer = client.join(GroupSubscription.of(GROUP, TOPIC).withStartAt(GroupStart.LATEST));
        assertThat(consumer.poll(Duration.ZERO)).isEmpty();
        await().until(() -> {
            consumer.poll(Duration.ZERO);
            return get(server.broker().groups()).size() == 1;
        });
        produce(TOPIC, "a");
        assertThat(texts(consumer, 1)).containsExactly("a");
    }

    @Test
    void aWaitingPollIsWokenByAMessage() {
        GroupConsumer consumer = join(GROUP);
        CompletableFuture<List<ConsumedMessage>> polled = CompletableFuture.supplyAsync(() -> consumer.poll(LONG));
        produce(TOPIC, "a");
        assertThat(texts(get(polled))).containsExactly("a");
    }

    @Test
    void aPollThatFindsNothingReturnsNothing() {
        createTopic(TOPIC, 1);
        GroupConsumer consumer = join(GROUP);
        assertThat(consumer.poll(Duration.ZERO)).isEmpty();
        assertThat(consumer.poll(Duration.ofMillis(20))).isEmpty();
    }

    @Test
    void closingEndsAPollThatWaits() {
        GroupConsumer consumer = join(GROUP);
        CompletableFuture<List<ConsumedMessage>> polled = CompletableFuture.supplyAsync(() -> consumer.poll(LONG));
        awaitMember();
        consumer.close();
        consumer.close();
        assertFailed(Kind.CLOSED, polled);
        assertFails(Kind.CLOSED, () -> consumer.poll(Duration.ZERO));
    }

    @Test
    void closingTheClientClosesItsConsumers() {
        produce(TOPIC, "a");
        GroupConsumer consumer = join(GROUP);
        ConsumedMessage message = poll(consumer, 1).get(0);
        client.close();
        assertFails(Kind.CLOSED, () -> consumer.poll(Duration.ZERO));
        assertFailed(Kind.CLOSED, consumer.acknowledge(message));
        // It has left; with neither members nor offsets the group is gone.
        assertThat(get(server.broker().groups())).isEmpty();
    }

    @Test
    void anInterruptEndsAPollThatWaits() {
        GroupConsumer consumer = join(GROUP);
        Thread.currentThread().interrupt();
        assertFails(Kind.CANCELLED, () -> consumer.poll(LONG));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatIsAcknowledgedIsCommitted() {
        produce(TOPIC, "a", "b", "c");
        GroupConsumer consumer = join(GROUP);
        List<ConsumedMessage> messages = poll(consumer, 3);
        get(consumer.acknowledge(messages.get(0)));
        assertThat(committed(GROUP, TOPIC, 0)).isEqualTo(1);
        get(consumer.acknowledge(messages));
        assertThat(committed(GROUP, TOPIC, 0)).isEqualTo(3);
        get(consumer.acknowledge(messages.get(1)));
        assertThat(committed(GROUP, TOPIC, 0)).isEqualTo(3);
        get(consumer.acknowledge(List.of()));
    }

    @Test
    void acknowledgementsOfSeveralPartitionsGoTogether() {
        createTopic(TOPIC, 3);
        try (Producer producer = client.producer(TOPIC)) {
            for (int i = 0; i < 30; i++) {
                producer.sendAsync(ProducerMessage.utf8("k" + i, "m" + i));
            }
        }
        GroupConsumer consumer = join(GROUP);
        get(consumer.acknowledge(poll(consumer, 30)));
        assertThat(group(GROUP).partitions())
                .hasSize(3)
                .allMatch(
                        progress -> progress.lag() == 0 && progress.committed().isPresent());
    }

    @Test
    void manyAcknowledgementsMayBeUnderWay() {
        produce(TOPIC, IntStream.range(0, 3_000).mapToObj(i -> "m" + i).toArray(String[]::new));
        GroupConsumer consumer = join(GROUP);
        List<CompletableFuture<Void>> all =
                poll(consumer, 3_000).stream().map(consumer::acknowledge).toList();
        all.forEach(MessagingClientContract::get);
        assertThat(committed(GROUP, TOPIC, 0)).isEqualTo(3_000);
    }

    @Test
    void closingWaitsForTheAnswersToAcknowledgements() {
        produce(TOPIC, "a", "b", "c");
        GroupConsumer consumer = join(GROUP);
        List<ConsumedMessage> messages = poll(consumer, 3);
        CompletableFuture<Void> first = consumer.acknowledge(messages.get(0));
        CompletableFuture<Void> last = consumer.acknowledge(messages.get(2));
        consumer.close();
        assertThat(first).isCompleted();
        assertThat(last).isCompleted();
        assertThat(committed(GROUP, TOPIC, 0)).isEqualTo(3);
        assertThat(group(GROUP).members()).isEmpty();
    }

    @Test
    void whatRetentionRemovedIsCounted() {
        createTopic(TOPIC, 1);
        get(server.broker()
                .updateTopic(TopicName.of(TOPIC), new SettingsChange(null, Duration.ofMinutes(1), null, null)));
        produce(TOPIC, "a", "b", "c");
        try (GroupConsumer first =
                client.join(GroupSubscription.of(GROUP, TOPIC).withMaxPollMessages(1))) {
            get(first.acknowledge(poll(first, 1)));
        }
        clock.advance(Duration.ofMinutes(2));
        produce(TOPIC, "d");
        GroupConsumer second = join(GROUP);
        assertThat(texts(second, 1)).containsExactly("d");
        assertThat(second.skipped()).isEqualTo(server.can(Capability.SKIPS_ARE_TOLD) ? 2 : 0);
    }

    @Test
    void whatTheServerRefusesIsToldByPolls() {
        GroupConsumer consumer = client.join(GroupSubscription.of(GROUP, "no/topic"));
        assertFails(Kind.INVALID_ARGUMENT, () -> consumer.poll(LONG));
        assertFails(Kind.INVALID_ARGUMENT, () -> consumer.poll(LONG));
    }

    private void awaitMember() {
        await().until(() -> get(server.broker().groups()).stream()
                .anyMatch(name -> name.value().equals(GROUP)));
    }
}

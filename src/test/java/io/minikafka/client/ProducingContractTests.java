package io.minikafka.client;

import static io.minikafka.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.TransportFixture.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a producer promises, whatever the transport. */
class ProducingContractTests extends MessagingClientContract {
    @Test
    void messagesAreStoredInTheOrderOfTheCalls() {
        List<String> values = IntStream.range(0, 5_000).mapToObj(i -> "m" + i).toList();
        List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
        try (Producer producer = client.producer(TOPIC)) {
            values.forEach(value -> sent.add(producer.sendAsync(ProducerMessage.utf8(value))));
            producer.flush();
            assertThat(sent).allMatch(CompletableFuture::isDone);
        }
        sent.forEach(MessagingClientContract::get);
        assertThat(texts(join(GROUP), values.size())).isEqualTo(values);
    }

    @Test
    void placesAreToldWhereTheProtocolTellsThem() {
        Producer producer = client.producer(TOPIC);
        producer.send(ProducerMessage.utf8("a"));
        RecordMetadata second = producer.send(ProducerMessage.utf8("b"));
        assertThat(second.topic()).isEqualTo(TOPIC);
        assertThat(second.hasOffset()).isEqualTo(server.can(Capability.PLACES_ARE_TOLD));
        if (second.hasOffset()) {
            assertThat(second).isEqualTo(new RecordMetadata(TOPIC, 0, 1));
        }
        assertThat(producer.send(List.of(ProducerMessage.utf8("c"), ProducerMessage.utf8("d"))))
                .hasSize(2);
        assertThat(texts(join(GROUP), 4)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void messagesOfOneKeyGoToOnePartitionInOrder() {
        createTopic(TOPIC, 4);
        try (Producer producer = client.producer(TOPIC)) {
            for (int i = 0; i < 400; i++) {
                String key = "k" + i % 20;
                producer.sendAsync(ProducerMessage.utf8(key, key + ":" + i));
            }
        }
        List<ConsumedMessage> all = poll(join(GROUP), 400);
        Map<String, List<ConsumedMessage>> byKey = all.stream()
                .collect(Collectors.groupingBy(message -> message.text().split(":")[0]));
        assertThat(byKey).hasSize(20);
        byKey.forEach((key, messages) -> {
            assertThat(messages.stream().map(ConsumedMessage::partition).distinct())
                    .hasSize(1);
            assertThat(messages.stream()
                            .map(message -> Integer.parseInt(message.text().split(":")[1])))
                    .isSorted();
            if (server.can(Capability.KEYS_ARE_READ)) {
                assertThat(messages).allMatch(message -> key.equals(message.keyText()));
            }
        });
        assertThat(all.stream().map(ConsumedMessage::partition).distinct()).hasSize(4);
    }

    @Test
    void valuesMayBeEmptyBinaryOrLarge() {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        byte[] large = new byte[1 << 20];
        large[12_345] = 7;
        try (Producer producer = client.producer(TOPIC)) {
            producer.send(new byte[0]);
            producer.send(every);
            producer.send(large);
        }
        assertThat(poll(join(GROUP), 3).stream().map(ConsumedMessage::value))
                .containsExactly(new byte[0], every, large);
    }

    @Test
    void headersArriveWhereTheProtocolHasThem() {
        ProducerMessage message = ProducerMessage.utf8("k", "v")
                .withHeaders(List.of(MessageHeader.of("a", "1"), MessageHeader.of("a", "2")));
        if (!server.can(Capability.HEADERS)) {
            assertFails(Kind.INVALID_ARGUMENT, () -> client.producer(TOPIC).send(message));
            return;
        }
        client.producer(TOPIC).send(message);
        assertThat(poll(join(GROUP), 1).get(0).headers())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(MessageHeader.of("a", "1"), MessageHeader.of("a", "2"));
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedWithBothNumbers() {
        try (Producer producer = client.producer(TOPIC)) {
            MinikafkaException failure =
                    assertFails(Kind.INVALID_ARGUMENT, () -> producer.send(new byte[(1 << 20) + 1_001]));
            assertThat(failure).hasMessageContaining("1049577").hasMessageContaining("1049576");
            producer.send(ProducerMessage.utf8("the next one"));
        }
        assertThat(texts(join(GROUP), 1)).containsExactly("the next one");
    }

    @Test
    void anIllegalTopicIsRefused() {
        assertFails(Kind.INVALID_ARGUMENT, () -> client.producer("no/topic").send(new byte[1]));
    }

    @Test
    void closingWaitsForWhatWasSent() {
        Producer producer = client.producer(TOPIC);
        List<CompletableFuture<RecordMetadata>> sent = IntStream.range(0, 1_000)
                .mapToObj(i -> producer.sendAsync(ProducerMessage.utf8("m" + i)))
                .toList();
        client.close();
        assertThat(sent).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
        assertFails(Kind.CLOSED, () -> producer.send(new byte[1]));
        assertFails(Kind.CLOSED, () -> client.producer(TOPIC));
        assertFails(Kind.CLOSED, () -> client.join(GroupSubscription.of(GROUP, TOPIC)));
        assertFails(Kind.CLOSED, client::health);
    }

    @Test
    void healthIsAsked() {
        assertThat(client.health()).isEqualTo(HealthStatus.SERVING);
        server.stop();
        assertFails(Kind.UNAVAILABLE, client::health);
        server.start();
        assertThat(newClient().health()).isEqualTo(HealthStatus.SERVING);
    }

    @Test
    void aProducerGoesOnAfterTheServerWasAway() {
        Producer producer = client.producer(TOPIC);
        producer.send(ProducerMessage.utf8("a"));
        server.stop();
        CompletableFuture<RecordMetadata> later = producer.sendAsync(ProducerMessage.utf8("b"));
        assertThat(later).isNotDone();
        server.start();
        get(later);
        assertThat(texts(poll(newClient().join(GroupSubscription.of(GROUP, TOPIC)), 2)))
                .containsExactly("a", "b");
    }
}

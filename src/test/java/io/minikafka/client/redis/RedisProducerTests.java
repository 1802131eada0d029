package io.minikafka.client.redis;

import static io.minikafka.client.redis.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.client.Delivery;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.RecordMetadata;
import io.minikafka.security.Authenticator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is special about producing over the Redis protocol; the rest is the contract's. */
class RedisProducerTests {
    private static final String TOPIC = "orders";

    private final ProduceGate gate = new ProduceGate();
    private final TestRedisDoor door = new TestRedisDoor(Authenticator.NONE, gate::over);
    private final RedisMinikafkaClient client = RedisMinikafkaClient.connect(door.target());

    @AfterEach
    void stop() {
        gate.open();
        client.close();
        door.close();
    }

    @Test
    void whatTheProtocolCannotCarryIsRefusedAndSaysSo() {
        Producer producer = client.producer(TOPIC);
        ProducerMessage withHeader = ProducerMessage.utf8("a").withHeaders(List.of(MessageHeader.of("k", "v")));
        assertThat(assertFails(Kind.INVALID_ARGUMENT, producer.sendAsync(withHeader)))
                .hasMessageContaining("headers")
                .hasMessageContaining("Redis protocol");
        assertThat(assertFails(
                        Kind.INVALID_ARGUMENT,
                        producer.sendAsync(ProducerMessage.utf8("a").withPartition(3))))
                .hasMessageContaining("partition 3");
        assertFails(Kind.INVALID_ARGUMENT, producer.sendAsync(List.of(ProducerMessage.utf8("unsent"), withHeader)));
        assertThat(gate.stored(TOPIC)).isEmpty();
    }

    @Test
    void aColonInATopicIsNotTakenForTheBeginningOfAKey() {
        assertFails(Kind.INVALID_ARGUMENT, client.producer("orders:7").sendAsync(ProducerMessage.utf8("a")));
        assertThat(gate.stored(TOPIC)).isEmpty();
    }

    @Test
    void keysAreAnyBytes() {
        byte[] key = {0, ':', (byte) 0xff, '\r', '\n', (byte) 0x80};
        client.producer(TOPIC).send(ProducerMessage.of(key, new byte[] {1}));
        assertThat(gate.keys(TOPIC)).containsExactly(key);
    }

    @Test
    void whereAMessageIsStoredIsNotKnown() {
        RecordMetadata place = client.producer(TOPIC).send(ProducerMessage.utf8("a"));
        assertThat(place).isEqualTo(new RecordMetadata(TOPIC, RecordMetadata.UNKNOWN, RecordMetadata.UNKNOWN));
    }

    @Test
    void messagesLeaveTogetherWhileEarlierOnesAreUnderWay() {
        gate.close();
        Producer producer = client.producer(TOPIC);
        List<CompletableFuture<RecordMetadata>> sent = send(producer, 0, 100);
        gate.open();
        sent.forEach(CompletableFuture::join);
        assertThat(gate.stored(TOPIC)).isEqualTo(values(0, 100));
        assertThat(gate.calls()).isLessThan(10);
    }

    @Test
    void aFullBufferBlocksNoLongerThanItMay() {
        gate.close();
        Producer producer = client.producer(
                TOPIC, ProducerOptions.DEFAULT.withBufferBytes(300).withMaxBlock(Duration.ofMillis(20)));
        CompletableFuture<RecordMetadata> first = producer.sendAsync(ProducerMessage.of(new byte[100]));
        CompletableFuture<RecordMetadata> second = producer.sendAsync(ProducerMessage.of(new byte[100]));
        assertThat(assertFails(Kind.DEADLINE_EXCEEDED, second)).hasMessageContaining("300 bytes");
        gate.open();
        first.join();
        producer.send(new byte[100]);
    }

    @Test
    void whatIsNotAcknowledgedInTimeFails() {
        // By another one, which has the time to connect.
        client.producer(TOPIC).send(ProducerMessage.utf8("connected"));
        gate.close();
        Producer producer = client.producer(TOPIC, ProducerOptions.DEFAULT.withDeliveryTimeout(Duration.ofSeconds(1)));
        assertFails(Kind.OUTCOME_UNKNOWN, producer.sendAsync(ProducerMessage.utf8("a")));
        door.stop();
        // Another one: the first may not have heard yet that its connection is gone, and then cannot know of this
        // either.
        try (RedisMinikafkaClient unconnected = RedisMinikafkaClient.connect(door.target())) {
            Producer unsent =
                    unconnected.producer(TOPIC, ProducerOptions.DEFAULT.withDeliveryTimeout(Duration.ofMillis(100)));
            assertFails(Kind.DEADLINE_EXCEEDED, unsent.sendAsync(ProducerMessage.utf8("b")));
        }
    }

    @Test
    void whatWasUnderWayWhenTheConnectionBrokeIsSentAgainInOrder() {
        gate.close();
        Producer producer = client.producer(TOPIC);
        List<CompletableFuture<RecordMetadata>> sent = send(producer, 0, 50);
        await().until(() -> gate.calls() > 0);
        door.stop();
        sent.addAll(send(producer, 50, 100));
        assertThat(sent).noneMatch(CompletableFuture::isDone);
        gate.open();
        door.start();
        sent.forEach(CompletableFuture::join);
        assertThat(withoutRepetitions(gate.stored(TOPIC))).isEqualTo(values(0, 100));
        assertThat(producer.resent()).isBetween(1L, 50L);
    }

    @Test
    void atMostOnceFailsWhatWasUnderWayAndSendsTheRest() {
        gate.close();
        Producer producer = client.producer(TOPIC, ProducerOptions.DEFAULT.withDelivery(Delivery.AT_MOST_ONCE));
        CompletableFuture<RecordMetadata> first = producer.sendAsync(ProducerMessage.utf8("a"));
        await().until(() -> gate.calls() > 0);
        CompletableFuture<RecordMetadata> second = producer.sendAsync(ProducerMessage.utf8("b"));
        door.stop();
        assertFails(Kind.OUTCOME_UNKNOWN, first);
        gate.open();
        door.start();
        second.join();
        assertThat(producer.resent()).isZero();
    }

    @Test
    void orderHoldsAcrossManyRestarts() {
        Producer producer = client.producer(TOPIC, ProducerOptions.DEFAULT.withMaxBatchBytes(2_000));
        List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            sent.addAll(send(producer, round * 2_000, (round + 1) * 2_000));
            door.restart();
        }
        sent.forEach(CompletableFuture::join);
        assertThat(withoutRepetitions(gate.stored(TOPIC))).isEqualTo(values(0, 10_000));
    }

    @Test
    void futuresCompleteInTheOrderOfTheCalls() {
        Producer producer = client.producer(TOPIC);
        List<Integer> completed = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            // One after the other, by the contract: the list needs no lock.
            producer.sendAsync(ProducerMessage.utf8("m" + i)).whenComplete((place, failure) -> completed.add(number));
        }
        producer.flush();
        assertThat(completed).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void whatUsersDoWhenAMessageIsStoredHoldsUpNoOtherProducer() {
        CompletableFuture<Void> released = new CompletableFuture<>();
        CompletableFuture<Void> held =
                client.producer("other").sendAsync(ProducerMessage.utf8("a")).thenAccept(place -> released.join());
        client.producer(TOPIC).send(ProducerMessage.utf8("b"));
        client.health();
        released.complete(null);
        held.join();
    }

    @Test
    void aMessageThatWasNotExecutedGoesAgainBeforeThoseBehindItAndTheLossIsTold() {
        gate.acceptAtOnce();
        gate.close();
        Producer producer = client.producer(TOPIC);
        producer.send(ProducerMessage.utf8("lost"));
        gate.fail(new BrokerException(Code.UNAVAILABLE, "The cluster is away"));
        gate.open();
        List<CompletableFuture<RecordMetadata>> sent = send(producer, 0, 200);
        sent.forEach(CompletableFuture::join);
        assertThat(withoutRepetitions(gate.stored(TOPIC))).isEqualTo(values(0, 200));
        assertThat(client.lostMessages()).isEqualTo(1);
        assertThat(assertThrows(Kind.OUTCOME_UNKNOWN, producer))
                .hasMessageContaining("The cluster is away")
                .hasMessageContaining(TOPIC);
        producer.flush();
    }

    @Test
    void aFlushWaitsUntilWhatWasAcceptedIsStored() {
        gate.acceptAtOnce();
        gate.close();
        Producer producer = client.producer(TOPIC);
        producer.send(ProducerMessage.utf8("a"));
        CompletableFuture<Void> flush = CompletableFuture.runAsync(producer::flush);
        await().until(() -> gate.calls() == 1);
        assertThat(flush).isNotDone();
        gate.open();
        flush.join();
        assertThat(gate.stored(TOPIC)).containsExactly("a");
    }

    @Test
    void aFlushHearsOfLossesItself() {
        gate.acceptAtOnce();
        gate.close();
        Producer producer = client.producer(TOPIC);
        producer.send(ProducerMessage.utf8("a"));
        gate.fail(new BrokerException(Code.UNAVAILABLE, "The cluster is away"));
        assertThrows(Kind.OUTCOME_UNKNOWN, producer);
        assertThat(client.lostMessages()).isEqualTo(1);
    }

    private static MinikafkaException assertThrows(Kind kind, Producer flushed) {
        return assertFails(kind, CompletableFuture.runAsync(flushed::flush));
    }

    private static List<CompletableFuture<RecordMetadata>> send(Producer producer, int from, int to) {
        List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
        values(from, to).forEach(value -> sent.add(producer.sendAsync(ProducerMessage.utf8(value))));
        return sent;
    }

    private static List<String> values(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    /** What readers that ignore what they know see: each message where it comes for the last time in order. */
    private static List<String> withoutRepetitions(List<String> stored) {
        int next = 0;
        for (String value : stored) {
            int number = Integer.parseInt(value.substring(1));
            assertThat(number).as("after %s of %s", next, stored.size()).isLessThanOrEqualTo(next);
            next = Math.max(next, number + 1);
        }
        return stored.stream().distinct().toList();
    }
}

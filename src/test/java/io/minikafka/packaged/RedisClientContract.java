package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What holds for a client of Redis as it is by default, whichever library that is. */
abstract class RedisClientContract {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final AtomicInteger TOPICS = new AtomicInteger();

    private static PackagedServer server;

    private final List<RedisTopicsClient> clients = new ArrayList<>();
    private String topic;
    private String key;
    private RedisTopicsClient producer;

    @BeforeAll
    static void startServer() {
        server = PackagedServer.start(Map.of("MINIKAFKA_ROOT_DIR", ""));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName() + "-" + TOPICS.incrementAndGet();
        key = "topics:" + topic;
        producer = track(connect(server.redisPort(), null));
    }

    @AfterEach
    void disconnect() {
        clients.forEach(RedisTopicsClient::close);
    }

    /** A client of its own, with a connection of its own. */
    abstract RedisTopicsClient connect(int port, @Nullable String name);

    /** What refusals become. */
    abstract Class<? extends Exception> refusal();

    /** The version of the protocol that it is to speak. */
    abstract int protocol();

    private RedisTopicsClient track(RedisTopicsClient client) {
        clients.add(client);
        return client;
    }

    private RedisTopicsClient member(String name) {
        return track(connect(server.redisPort(), name));
    }

    private ReceivedMessage message(long offset, String value) {
        return new ReceivedMessage(topic, 0, offset, value);
    }

    @Test
    void itConnectsAndSpeaksTheProtocolAskedFor() {
        assertThat(producer.ping()).isEqualTo("PONG");
        RedisTopicsClient member = member("g:" + topic);
        assertThat(member.ping()).isEqualTo("PONG");
        assertThat(connectionOf("g:" + topic)).contains(" resp=" + protocol() + " ");
    }

    @Test
    void whatIsProducedIsConsumedAndAcknowledged() {
        assertThat(producer.produce(key, "first")).isEqualTo(1);
        assertThat(producer.produce(key + ":with:colons", "secönd")).isEqualTo(1);
        assertThat(producer.produce(key, "")).isEqualTo(1);
        assertThat(producer.unacknowledged(30_000)).isZero();
        RedisTopicsClient member = member("g:" + topic);
        assertThat(member.consume(key, 10)).isEqualTo(message(0, "first"));
        assertThat(member.consume(key, 10)).isEqualTo(message(1, "secönd"));
        assertThat(member.consume(key, 10)).isEqualTo(message(2, ""));
        assertThat(member.acknowledge(topic + ":0:0", topic + ":0:1", topic + ":0:2"))
                .isEqualTo(3);
    }

    @Test
    void aPipelineIsProducedInItsOrder() {
        List<String> values =
                IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        assertThat(producer.produce(key, values)).isEqualTo(Collections.nCopies(500, 1L));
        RedisTopicsClient member = member("g:" + topic);
        List<String> consumed = values.stream()
                .map(value -> member.consume(key, 10))
                .map(ReceivedMessage::value)
                .toList();
        assertThat(consumed).isEqualTo(values);
    }

    @Test
    void aNewConnectionContinuesAfterWhatWasAcknowledged() {
        producer.produce(key, List.of("a", "b", "c"));
        RedisTopicsClient member = member("g:" + topic);
        ReceivedMessage first = member.consume(key, 10);
        assertThat(first).isEqualTo(message(0, "a"));
        assertThat(member.acknowledge(first.acknowledgement())).isEqualTo(1);
        assertThat(member.consume(key, 10)).isEqualTo(message(1, "b"));
        member.close();
        RedisTopicsClient sameName = member("g:" + topic);
        assertThat(sameName.consume(key, 10)).isEqualTo(message(1, "b"));
        sameName.close();
        assertThat(member("another:" + topic).consume(key, 10)).isEqualTo(message(0, "a"));
    }

    @Test
    void nothingInTimeIsNull() {
        RedisTopicsClient member = member("g:" + topic);
        long start = System.nanoTime();
        assertThat(member.consume(key, 0.3)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        // Longer than the socket timeout that Jedis has.
        assertThat(member.consume(key, 2.5)).isNull();
    }

    @Test
    void whoWaitsIsWokenByAMessage() throws Exception {
        RedisTopicsClient member = member("g:" + topic);
        CompletableFuture<ReceivedMessage> waiting = CompletableFuture.supplyAsync(() -> member.consume(key, 60));
        // What ends before its time has failed, and says why below.
        await().atMost(PATIENCE)
                .until(() -> waiting.isDone() || connectionOf("g:" + topic).contains(" cmd=blpop "));
        producer.produce(key, "late");
        assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(message(0, "late"));
    }

    /** What the server says of the connection with this name; empty when there is none. */
    private String connectionOf(String name) {
        return producer.connections()
                .lines()
                .filter(line -> line.contains(" name=" + name + " "))
                .findFirst()
                .orElse("");
    }

    @Test
    void refusalsShowTheirClassInTheirFirstWord() {
        assertRefused(() -> producer.produce("nowhere", "x"), "PROD First argument must be in the form of");
        assertRefused(() -> producer.consume(key, 1), "CONS Connection not ready. Identify yourself using");
        assertRefused(() -> producer.acknowledge(topic + ":0:0"), "CONS No consumer registered for Client");
        assertRefused(producer::sendNonsense, "ERR unknown command 'NONSENSE', with args beginning with: 'x'");
        assertThat(producer.ping()).isEqualTo("PONG");
    }

    @Test
    void aConsumerWithSettingsNobodyKnowsIsRefused() {
        RedisTopicsClient member = member("g:" + topic);
        assertRefused(
                () -> member.consume(key + ":{\"no.such.setting\": 1}", 1),
                "CONS Failed to register Consumer 'g:" + topic + "|" + topic + "' for Client 'g:" + topic + "'");
        producer.produce(key, "x");
        assertThat(member.consume(key + ":{\"auto.offset.reset\": \"earliest\"}", 10))
                .isEqualTo(message(0, "x"));
    }

    private void assertRefused(Runnable call, String text) {
        assertThatExceptionOfType(refusal()).isThrownBy(call::run).withMessageStartingWith(text);
    }

    @Test
    void topicsAndCountersAreRead() {
        producer.produce(key, "x");
        assertThat(producer.topics()).contains(key);
        assertThat(producer.counters())
                .containsEntry("producer.delivery.errors", "0")
                .containsKeys("producer.unflushed.messages", "producer.unknown.events");
    }
}

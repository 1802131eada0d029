package io.minikafka.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.DocumentExamples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/clients.md, word for word. */
class ClientExamplesTests {
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private TestServer server;
    private MinikafkaClient client;
    private long savedPosition;
    private volatile boolean running = true;

    @BeforeEach
    void start() {
        server = new TestServer();
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void everyExampleOfTheDocumentStandsHere() {
        DocumentExamples.assertCompiled(
                DocumentExamples.of(Path.of("docs", "clients.md"), "java"),
                12,
                "client/ClientExamplesTests.java",
                "client/redis/RedisExampleTests.java");
    }

    /** Compiled only: there is no service at that address. */
    void connecting() {
        try (MinikafkaClient client = MinikafkaClient.connect("localhost:9999")) {
            client.producer("greetings").send("hello".getBytes(UTF_8));
        }
    }

    /** Compiled only. */
    void connectingWithTls() {
        MinikafkaClient client = MinikafkaClient.builder("broker.example:9999")
                .tls(Tls.DEFAULT.withTrust(Path.of("ca.pem")).withIdentity(Path.of("me.pem"), Path.of("me.key")))
                .requestTimeout(Duration.ofSeconds(5))
                .maxResponseBytes(64 << 20)
                .build();
        client.close();
    }

    @Test
    void producing() {
        try (Producer producer = client.producer("orders")) {
            RecordMetadata stored = producer.send(ProducerMessage.utf8("customer-7", "two coffees"));
            System.out.println(stored.partition() + " " + stored.offset());
        }
        assertThat(stored("orders")).containsExactly("two coffees");
    }

    @Test
    void producingWithoutWaiting() {
        List<String> lines = List.of("a", "b", "c");
        List<Throwable> failures = new ArrayList<>();
        Producer producer = client.producer("lines");
        for (String line : lines) {
            producer.sendAsync(ProducerMessage.utf8(line)).whenComplete((stored, failure) -> {
                if (failure != null) {
                    failures.add(failure);
                }
            });
        }
        producer.flush();
        assertThat(failures).isEmpty();
        assertThat(stored("lines")).isEqualTo(lines);
    }

    @Test
    void producingLists() throws Exception {
        Producer producer = client.producer("lists");
        List<ProducerMessage> batch = List.of(
                ProducerMessage.utf8("k", "a").withHeaders(List.of(MessageHeader.of("type", "demo"))),
                ProducerMessage.utf8("b").withPartition(0));
        CompletableFuture<List<RecordMetadata>> stored = producer.sendAsync(batch);
        assertThat(stored.get()).hasSize(2);
    }

    @Test
    void producingAtMostOnce() {
        Producer cautious = client.producer(
                "payments",
                ProducerOptions.DEFAULT
                        .withDelivery(Delivery.AT_MOST_ONCE)
                        .withDeliveryTimeout(Duration.ofSeconds(10)));
        assertThat(cautious.send(new byte[1]).offset()).isZero();
    }

    @Test
    void consuming() {
        client.produce("orders", List.of(ProducerMessage.utf8("a"), ProducerMessage.utf8("b")));
        try (Consumer consumer = client.consumer("orders", StartPosition.offset(savedPosition))) {
            List<ConsumedMessage> messages = consumer.poll(Duration.ofSeconds(5));
            for (ConsumedMessage message : messages) {
                handle(message.offset(), message.text());
            }
            savedPosition = consumer.position();
        }
        assertThat(handled).containsExactly("0 a", "1 b");
        assertThat(savedPosition).isEqualTo(2);
    }

    @Test
    void consumingAnotherPartition() {
        client.topics().create("orders", TopicConfig.DEFAULT.withPartitions(2));
        Consumer second = client.consumer("orders", StartPosition.earliest(), ReadOptions.DEFAULT.withPartition(1));
        assertThat(second.poll(Duration.ZERO)).isEmpty();
    }

    @Test
    void subscribing() {
        client.topics().create("orders", TopicConfig.DEFAULT);
        Subscription subscription = client.subscribe("orders", StartPosition.latest(), messages -> {
            for (ConsumedMessage message : messages) {
                handle(message.offset(), message.text());
            }
        });
        client.produce("orders", List.of(ProducerMessage.utf8("a")));
        await().until(() -> subscription.position() == 1);
        assertThat(handled).containsExactly("0 a");
    }

    @Test
    void consumingInAGroup() {
        client.produce("orders", List.of(ProducerMessage.utf8("a"), ProducerMessage.utf8("b")));
        CompletableFuture<Void> worker = CompletableFuture.runAsync(this::work);
        await().until(() -> client.groups().list().contains("billing")
                && client.groups().describe("billing").partitions().stream().allMatch(each -> each.lag() == 0));
        running = false;
        worker.join();
        assertThat(handled).containsExactly("0 a", "1 b");
        assertThat(client.groups().describe("billing").members()).isEmpty();
    }

    private void work() {
        try (GroupConsumer consumer = client.join(GroupSubscription.of("billing", "orders"))) {
            while (running) {
                List<ConsumedMessage> messages = consumer.poll(Duration.ofSeconds(5));
                for (ConsumedMessage message : messages) {
                    handle(message.offset(), message.text());
                }
                consumer.acknowledge(messages);
            }
        }
    }

    @Test
    void subscribingAGroup() {
        GroupSubscription subscription = GroupSubscription.of("billing", "orders", "returns")
                .withMember("worker-1")
                .withStartAt(GroupStart.LATEST)
                .withMaxPollMessages(100)
                .withMaxPollInterval(Duration.ofMinutes(1));
        GroupConsumer consumer = client.join(subscription);
        assertThat(consumer.poll(Duration.ZERO)).isEmpty();
        await().until(() -> client.groups().list().contains("billing"));
        assertThat(client.groups().describe("billing").members().get(0).name()).isEqualTo("worker-1");
    }

    @Test
    void administering() {
        TopicInfo created = client.topics()
                .create("orders", TopicConfig.DEFAULT.withPartitions(4).withRetentionAge(Duration.ofDays(7)));
        client.topics().update("orders", TopicConfig.DEFAULT.withRetentionBytes(10L << 30));
        List<String> names = client.topics().list();
        long end = client.topics().describe("orders").partitions().get(0).logEndOffset();
        boolean serving = client.health() == HealthStatus.SERVING;
        List<String> groups = client.groups().list();
        assertThat(created.partitions()).hasSize(4);
        assertThat(names).containsExactly("orders");
        assertThat(end).isZero();
        assertThat(serving).isTrue();
        assertThat(groups).isEmpty();
    }

    @Test
    void failing() {
        try {
            client.topics().describe("nowhere");
        } catch (MinikafkaException failure) {
            switch (failure.kind()) {
                case NOT_FOUND -> System.out.println("no such topic");
                case UNAVAILABLE -> System.out.println("try again later");
                default -> throw failure;
            }
        }
    }

    private void handle(long offset, String text) {
        handled.add(offset + " " + text);
    }

    private List<String> stored(String topic) {
        return client.consumer(topic, StartPosition.earliest()).poll(Duration.ZERO).stream()
                .map(ConsumedMessage::text)
                .toList();
    }
}

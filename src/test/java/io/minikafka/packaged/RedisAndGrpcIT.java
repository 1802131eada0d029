package io.minikafka.packaged;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.Consumer;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ReadOptions;
import io.minikafka.client.StartPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same messages through both doors: Lettuce on one side, our client on the other. */
class RedisAndGrpcIT {
    private static PackagedServer server;
    private static MinikafkaClient grpc;
    private static RedisTopicsClient redis;

    @BeforeAll
    static void connect() {
        server = PackagedServer.start(Map.of("MINIKAFKA_ROOT_DIR", "", "MINIKAFKA_TOPIC_PARTITIONS", "4"));
        grpc = MinikafkaClient.connect("127.0.0.1:" + server.grpcPort());
        redis = new LettuceTopics(server.redisPort(), "g:one", null);
    }

    @AfterAll
    static void disconnect() {
        redis.close();
        grpc.close();
        server.close();
    }

    @Test
    void whatRedisProducesGrpcReadsWithItsKey() {
        redis.produce("topics:from-redis:kéy", "välue");
        redis.produce("topics:from-redis", "without");
        redis.produce("topics:from-redis:", "of an empty key");
        List<String> read = readAll("from-redis").stream()
                .map(message -> message.keyText() + "=" + message.text())
                .toList();
        assertThat(read).containsExactlyInAnyOrder("kéy=välue", "null=without", "=of an empty key");
    }

    @Test
    void whatGrpcProducesRedisConsumesAndItsKeyAndHeadersStay() {
        try (Producer producer = grpc.producer("from-grpc")) {
            producer.send(ProducerMessage.utf8("key", "value").withHeaders(List.of(MessageHeader.of("type", "demo"))));
        }
        ReceivedMessage received = redis.consume("topics:from-grpc", 10);
        assertThat(received).extracting(ReceivedMessage::value).isEqualTo("value");
        assertThat(redis.acknowledge(received.acknowledgement())).isEqualTo(1);
        assertThat(readAll("from-grpc")).singleElement().satisfies(message -> {
            assertThat(message.keyText()).isEqualTo("key");
            assertThat(message.headers()).singleElement().satisfies(header -> {
                assertThat(header.name()).isEqualTo("type");
                assertThat(header.text()).isEqualTo("demo");
            });
        });
    }

    @Test
    void equalKeysMeetInOnePartitionWhicheverDoorTheyComeThrough() {
        List<String> keys = IntStream.range(0, 40).mapToObj(i -> "key-" + i).toList();
        try (Producer producer = grpc.producer("keyed")) {
            keys.forEach(key -> producer.sendAsync(ProducerMessage.utf8(key, "grpc")));
        }
        keys.forEach(key -> redis.produce("topics:keyed:" + key, "redis"));
        List<ConsumedMessage> all = readAll("keyed");
        assertThat(all).hasSize(80);
        Map<String, Set<Integer>> partitionsOf = all.stream()
                .collect(groupingBy(ConsumedMessage::keyText, mapping(ConsumedMessage::partition, toSet())));
        assertThat(partitionsOf).containsOnlyKeys(keys);
        assertThat(partitionsOf.values())
                .allSatisfy(partitions -> assertThat(partitions).hasSize(1));
        assertThat(all).extracting(ConsumedMessage::partition).contains(0, 1, 2, 3);
    }

    /** What is there, of all partitions; what is acknowledged can be read. */
    private static List<ConsumedMessage> readAll(String topic) {
        List<ConsumedMessage> all = new ArrayList<>();
        for (int partition = 0; partition < 4; partition++) {
            ReadOptions options = ReadOptions.DEFAULT.withPartition(partition);
            try (Consumer consumer = grpc.consumer(topic, StartPosition.earliest(), options)) {
                List<ConsumedMessage> read = consumer.poll(Duration.ZERO);
                while (!read.isEmpty()) {
                    all.addAll(read);
                    read = consumer.poll(Duration.ZERO);
                }
            }
        }
        return all;
    }
}

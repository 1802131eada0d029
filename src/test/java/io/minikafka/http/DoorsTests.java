package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.Consumer;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.StartPosition;
import io.minikafka.resp.RespClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What comes in by one door is the same at every other. */
class DoorsTests extends HttpContract {
    @Test
    void whatComesByHttpIsTheSameByGrpcAndRedis() {
        createTopic(1);
        api.post(
                        path + "/messages",
                        "{\"messages\":[{\"key\":\"k\",\"value\":\"two coffees\",\"headers\":[{\"name\":\"h\",\"value\":\"7\"}]}]}")
                .expect(200);

        try (MinikafkaClient client = MinikafkaClient.connect("127.0.0.1:" + server.grpcPort());
                Consumer consumer = client.consumer(topic, StartPosition.earliest())) {
            ConsumedMessage message = consumer.poll(Duration.ofSeconds(30)).get(0);
            assertThat(message.text()).isEqualTo("two coffees");
            assertThat(message.keyText()).isEqualTo("k");
            assertThat(message.headers()).extracting(MessageHeader::name).containsExactly("h");
            assertThat(message.headers()).extracting(MessageHeader::text).containsExactly("7");
        }
        try (RespClient redis = new RespClient(server.redisPort())) {
            assertThat(redis.call("CLIENT", "SETNAME", "g-" + topic + ":one")).isEqualTo("+OK\r\n");
            assertThat(redis.call("BLPOP", "topics:" + topic, "30")).contains("two coffees");
        }
    }

    @Test
    void whatComesByGrpcAndRedisIsTheSameByHttp() {
        createTopic(1);
        try (MinikafkaClient client = MinikafkaClient.connect("127.0.0.1:" + server.grpcPort());
                Producer producer = client.producer(topic)) {
            producer.send(ProducerMessage.utf8("k", "by gRPC").withHeaders(List.of(MessageHeader.of("h", "7"))));
        }
        try (RespClient redis = new RespClient(server.redisPort())) {
            assertThat(redis.call("RPUSHX", "topics:" + topic + ":key", "by Redis"))
                    .isEqualTo(":1\r\n");
            redis.call("DUMP", "30000");
        }

        JsonNode messages = read("?from=0&wait=30s").path("messages");
        assertThat(messages.path(0).path("key").asString()).isEqualTo("k");
        assertThat(messages.path(0).path("value").asString()).isEqualTo("by gRPC");
        assertThat(messages.path(0).path("headers")).hasToString("[{\"name\":\"h\",\"value\":\"7\"}]");
        JsonNode second = read("?from=1&wait=30s").path("messages").path(0);
        assertThat(second.path("key").asString()).isEqualTo("key");
        assertThat(second.path("value").asString()).isEqualTo("by Redis");
    }
}

package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.StartPosition;
import io.minikafka.client.redis.RedisMinikafkaClient;
import io.minikafka.http.Api;
import io.minikafka.resp.RespClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A service whose memory is full of messages goes on with everything but taking more. */
class FullMemoryTests {
    private static final String FULL =
            "The memory store holds 1064 bytes, and 65 more are to be stored; the limit is 1100";

    @Test
    void everyDoorRefusesAndTakesMessagesAgainOnceThereIsRoom() throws Exception {
        ProducerOptions impatient = ProducerOptions.DEFAULT.withDeliveryTimeout(Duration.ofSeconds(3));
        try (RunningServer server =
                        RunningServer.start("--spring.profiles.active=memory", "--minikafka.memory.max-size=1100B");
                MinikafkaClient grpc = MinikafkaClient.connect("127.0.0.1:" + server.grpcPort());
                RedisMinikafkaClient redis = RedisMinikafkaClient.connect("127.0.0.1:" + server.redisPort());
                RespClient redisCli = new RespClient(server.redisPort())) {
            grpc.produce("large", List.of(ProducerMessage.of(new byte[1_000])));

            // They try again by themselves, since it may pass.
            for (Producer producer : List.of(grpc.producer("t", impatient), redis.producer("t", impatient))) {
                assertThatThrownBy(() -> producer.send(ProducerMessage.utf8("m")))
                        .isInstanceOf(MinikafkaException.class)
                        .hasMessageContaining(FULL);
            }
            assertThat(redisCli.send("RPUSHX topics:t m\r\n").reply()).isEqualTo("-PROD " + FULL + "\r\n");
            Api http = new Api(server);
            Api.Answer refusal = http.postBytes("/api/v1/topics/t/messages", new byte[1]);
            assertThat(refusal.problem(507, "resource-exhausted")).isEqualTo(FULL);
            assertThat(refusal.header("Retry-After")).isNotEmpty();

            assertThat(grpc.consumer("large", StartPosition.earliest()).poll(Duration.ofMinutes(1)))
                    .hasSize(1);
            grpc.topics().delete("large");
            assertThat(redisCli.send("RPUSHX topics:t m\r\n").reply()).isEqualTo(":1\r\n");
            http.postBytes("/api/v1/topics/t/messages", new byte[1]).expect(200);
        }
    }
}

package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.TopicConfig;
import io.minikafka.client.redis.RedisMinikafkaClient;
import io.minikafka.http.Api;
import io.minikafka.resp.RespClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PartitionBoundTests {
    private static final String FULL =
            "The topics have 3 partitions together, and 1 more are asked for; the limit is 3 (minikafka.max-partitions)";

    @ParameterizedTest
    @ValueSource(strings = {"memory", "file"})
    void everyDoorTellsItAtOnceAndTopicsThatAreThereGoOn(String profile, @TempDir Path directory) throws Exception {
        try (RunningServer server = RunningServer.start(
                        "--spring.profiles.active=" + profile,
                        "--minikafka.root-dir=" + directory,
                        "--minikafka.max-partitions=3");
                MinikafkaClient grpc = MinikafkaClient.connect("127.0.0.1:" + server.grpcPort());
                RedisMinikafkaClient redis = RedisMinikafkaClient.connect("127.0.0.1:" + server.redisPort());
                RespClient redisCli = new RespClient(server.redisPort())) {
            grpc.topics().create("t", TopicConfig.DEFAULT.withPartitions(3));

            assertRefused(() -> grpc.topics().create("u", TopicConfig.DEFAULT));
            for (Producer producer : List.of(grpc.producer("u"), redis.producer("u"))) {
                assertRefused(() -> producer.send(ProducerMessage.utf8("m")));
            }
            assertThat(redisCli.send("RPUSHX topics:u m\r\n").reply()).isEqualTo("-PROD " + FULL + "\r\n");
            Api http = new Api(server);
            assertThat(http.post("/api/v1/topics", "{\"name\":\"u\"}").problem(409, "failed-precondition"))
                    .isEqualTo(FULL);

            assertThat(redisCli.send("RPUSHX topics:t m\r\n").reply()).isEqualTo(":1\r\n");
            grpc.topics().delete("t");
            http.post("/api/v1/topics", "{\"name\":\"u\"}").expect(201);
        }
    }

    private static void assertRefused(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        MinikafkaException.class,
                        e -> assertThat(e.kind()).isEqualTo(MinikafkaException.Kind.FAILED_PRECONDITION))
                .hasMessageContaining(FULL);
    }

    @Test
    void filesTakeNoMoreThanHalfOfThoseThatTheProcessMayOpen(CapturedOutput output) {
        PartitionBound bound = new PartitionBound(10_000, "minikafka.max-partitions");

        assertThat(bound.within(20_000)).isEqualTo(bound);
        assertThat(bound.within(-1)).as("no limit").isEqualTo(bound);
        assertThat(output).doesNotContain("ulimit");

        assertThat(bound.within(4_096))
                .isEqualTo(new PartitionBound(2_048, "half of the 4096 files that the process may open"));
        assertThat(output)
                .contains(
                        "may open 4096 files: topics may have 2048 partitions together", "not the 10000", "ulimit -n");
    }
}

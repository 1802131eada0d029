package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisException;
import io.minikafka.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lettuce connects again by itself, and names itself again when its address says how. */
class LettuceReconnectIT {
    private static final String KEY = "topics:kept";

    @TempDir
    private Path root;

    @Test
    void producingAndConsumingGoOnAfterTheServerWasKilled() throws Exception {
        int port = FreePorts.any();
        try (PackagedServer first = start(port);
                RedisTopicsClient producer = new LettuceTopics(port, null, null);
                RedisTopicsClient consumer = new LettuceTopics(port, "g:one", null)) {
            producer.produce(KEY, "before");
            producer.produce(KEY, "unacknowledged");
            ReceivedMessage before = consumer.consume(KEY, 10);
            assertThat(before).isEqualTo(new ReceivedMessage("kept", 0, 0, "before"));
            consumer.acknowledge(before.acknowledgement());
            assertThat(consumer.consume(KEY, 10))
                    .extracting(ReceivedMessage::value)
                    .isEqualTo("unacknowledged");
            first.kill();
            try (PackagedServer second = start(port)) {
                assertThat(second.redisPort()).isEqualTo(port);
                assertThat(again(() -> producer.produce(KEY, "after"))).isEqualTo(1);
                assertThat(again(() -> consumer.consume(KEY, 10)))
                        .isEqualTo(new ReceivedMessage("kept", 0, 1, "unacknowledged"));
                assertThat(consumer.consume(KEY, 10)).isEqualTo(new ReceivedMessage("kept", 0, 2, "after"));
                assertThat(consumer.acknowledge("kept:0:1", "kept:0:2")).isEqualTo(2);
            }
        }
    }

    /** What was under way when the connection broke has failed, or waits for the next one: so it is tried again. */
    private static <T> T again(Callable<T> call) {
        return await().atMost(Duration.ofMinutes(2))
                .ignoreExceptionsInstanceOf(RedisException.class)
                .until(call, Objects::nonNull);
    }

    private PackagedServer start(int port) {
        return PackagedServer.start(
                Map.of("MINIKAFKA_ROOT_DIR", root.toString(), "MINIKAFKA_RESP_PORT", Integer.toString(port)));
    }
}

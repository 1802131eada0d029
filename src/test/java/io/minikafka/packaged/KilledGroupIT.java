package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.resp.RespClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9 while a group consumes and acknowledges, again and again over the same files. */
class KilledGroupIT {
    private static final int ROUNDS = 4;
    private static final int MESSAGES = 20_000;
    private static final Pattern OFFSET = Pattern.compile("offset\r\n:(\\d+)\r\n");

    @TempDir
    private Path root;

    /** All below this is acknowledged, and the client was told so. */
    private volatile long acknowledged;

    /** All below this is acknowledged, but for the last one the client may not have been told. */
    private volatile long sent;

    private volatile CountDownLatch enough = new CountDownLatch(0);

    @ParameterizedTest
    @ValueSource(strings = {"os", "fsync"})
    void aGroupGoesOnWhereItAcknowledgedAndNoFurther(String durability) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            try (PackagedServer server = start(durability)) {
                if (round == 0) {
                    produce(server);
                }
                enough = new CountDownLatch(100 + random.nextInt(2_000));
                CompletableFuture<Void> consumer = consume(server);
                CompletableFuture.anyOf(CompletableFuture.runAsync(() -> await(enough)), consumer)
                        .get(2, TimeUnit.MINUTES);
                assertThat(consumer).as("there is more to consume").isNotDone();
                server.kill();
                consumer.get(1, TimeUnit.MINUTES);
            }
        }
        System.out.println("acknowledged " + acknowledged);
    }

    private PackagedServer start(String durability) {
        return PackagedServer.start(Map.of(
                "MINIKAFKA_ROOT_DIR",
                root.toString(),
                "MINIKAFKA_TOPIC_DURABILITY",
                "os",
                "MINIKAFKA_GROUPS_DURABILITY",
                durability));
    }

    private static void produce(PackagedServer server) {
        try (RespClient producer = new RespClient(server.redisPort())) {
            for (int i = 0; i < MESSAGES; i += 100) {
                producer.send("RPUSHX topics:kept message\r\n".repeat(100));
                for (int j = 0; j < 100; j++) {
                    assertThat(producer.reply()).isEqualTo(":1\r\n");
                }
            }
        }
    }

    /** One message at a time, until the server is gone. */
    private CompletableFuture<Void> consume(PackagedServer server) {
        RespClient client = new RespClient(server.redisPort());
        assertThat(client.call("CLIENT", "SETNAME", "group:member")).isEqualTo("+OK\r\n");
        return CompletableFuture.runAsync(() -> {
            boolean first = true;
            try {
                while (true) {
                    long offset = offsetOf(client.call("BLPOP", "topics:kept", "30"));
                    if (first) {
                        assertThat(offset).isBetween(acknowledged, sent);
                        first = false;
                    }
                    sent = offset + 1;
                    assertThat(client.call("RPUSH", "acks", "kept:0:" + offset)).isEqualTo(":1\r\n");
                    acknowledged = offset + 1;
                    enough.countDown();
                }
            } catch (UncheckedIOException e) {
                assertThat(first)
                        .as("the server went before it delivered anything")
                        .isFalse();
            }
        });
    }

    private static long offsetOf(String reply) {
        Matcher matcher = OFFSET.matcher(reply);
        assertThat(matcher.find()).as(reply).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

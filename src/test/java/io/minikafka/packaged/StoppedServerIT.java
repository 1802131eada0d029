package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.minikafka.client.MinikafkaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIGTERM or SIGKILL while all doors produce and consume, again and again over the same files. */
class StoppedServerIT {
    private static final int ROUNDS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path root;

    private final AcknowledgedMessages overGrpc = new AcknowledgedMessages("grpc");
    private final AcknowledgedSequences overRedis = new AcknowledgedSequences("redis");
    private final AcknowledgedSequences overHttp = new AcknowledgedSequences("http");
    private final GroupLoad redisGroup = new GroupLoad("redis-group", "redis");
    private final GroupLoad grpcGroup = new GroupLoad("grpc-group", "redis");

    enum Signal {
        TERM,
        KILL
    }

    @ParameterizedTest
    @CsvSource({"TERM, fsync", "TERM, os", "KILL, fsync", "KILL, os"})
    void nothingAcknowledgedIsLostAndGroupsGoOnWhereTheyAcknowledged(Signal signal, String durability)
            throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            if (round > 0 && signal == Signal.KILL) {
                killWhileItStarts(durability, random);
            }
            try (PackagedServer server = start(durability)) {
                assertAllThere(server);
                endUnderLoad(server, signal, round, 50 + random.nextInt(300));
            }
        }
        try (PackagedServer server = start(durability)) {
            assertAllThere(server);
        }
        System.out.printf(
                "acknowledged %d over gRPC, %s, groups at %d and %d%n",
                overGrpc.size(), overRedis.of("redis-0-1"), redisGroup.acknowledged(), grpcGroup.acknowledged());
    }

    private Map<String, String> settings(String durability) {
        // Small segments, so that the end may hit a change of segments, too.
        return Map.of(
                "MINIKAFKA_ROOT_DIR",
                root.toString(),
                "MINIKAFKA_TOPIC_DURABILITY",
                durability,
                "MINIKAFKA_FILE_SEGMENTSIZE",
                "16KB",
                // Generous, for machines that do many things at once: a stop waits for what is under way only.
                "MINIKAFKA_SHUTDOWN_GRACEPERIOD",
                "100s");
    }

    private PackagedServer start(String durability) {
        return PackagedServer.start(settings(durability));
    }

    /** A start repairs what the last end left behind; it may be broken off, too. */
    private void killWhileItStarts(String durability, Random random) {
        try (PackagedServer server = PackagedServer.launch(settings(durability))) {
            server.endsWithin(Duration.ofMillis(500 + random.nextInt(10_000)));
        }
    }

    private void endUnderLoad(PackagedServer server, Signal signal, int round, long enough) throws Exception {
        ManagedChannel channel = server.channel();
        try {
            Load load = new Load("grpc", channel, overGrpc);
            List<CompletableFuture<Status.Code>> grpc =
                    List.of(load.stream("stream-" + round), load.unary("unary-" + round));
            List<CompletableFuture<String>> redis = List.of(
                    DoorLoad.redis(server, overRedis, "redis-" + round + "-1"),
                    DoorLoad.redis(server, overRedis, "redis-" + round + "-2"));
            CompletableFuture<Integer> http = DoorLoad.http(server, overHttp, "http-" + round);
            long groupsBefore = Math.max(redisGroup.acknowledged(), grpcGroup.acknowledged());
            CompletableFuture<String> redisMember = redisGroup.overRedis(server);
            CompletableFuture<MinikafkaException.Kind> grpcMember = grpcGroup.overGrpc(server);
            long grpcBefore = overGrpc.size();
            await().atMost(PATIENCE).until(() -> {
                // A test that failed is not waited for.
                assertThat(redisMember).isNotCompletedExceptionally();
                assertThat(grpcMember).isNotCompletedExceptionally();
                return overGrpc.size() >= grpcBefore + enough
                        && overRedis.of("redis-" + round + "-1").get() >= enough
                        && overHttp.of("http-" + round).get() >= enough / 10
                        && Math.min(redisGroup.acknowledged(), grpcGroup.acknowledged()) >= groupsBefore + enough / 2;
            });

            if (signal == Signal.TERM) {
                server.terminate();
                assertThat(server.exitCode()).isZero();
                assertThat(server.output()).as("the start, and nothing else").hasSize(1);
            } else {
                server.kill();
            }

            for (CompletableFuture<Status.Code> ended : grpc) {
                assertThat(ended.get(1, TimeUnit.MINUTES)).isEqualTo(Status.Code.UNAVAILABLE);
            }
            for (CompletableFuture<String> ended : redis) {
                assertThat(ended.get(1, TimeUnit.MINUTES)).isEmpty();
            }
            assertThat(http.get(1, TimeUnit.MINUTES)).isIn(0, 503);
            assertThat(redisMember.get(1, TimeUnit.MINUTES)).isIn("", "-CONS Server shutdown\r\n");
            assertThat(grpcMember.get(1, TimeUnit.MINUTES)).isEqualTo(MinikafkaException.Kind.UNAVAILABLE);
        } finally {
            channel.shutdownNow();
        }
    }

    private void assertAllThere(PackagedServer server) {
        if (overGrpc.size() == 0) {
            return;
        }
        ManagedChannel channel = server.channel();
        try {
            overGrpc.assertAllIn(channel);
            overRedis.assertAllIn(channel);
            overHttp.assertAllIn(channel);
        } finally {
            channel.shutdownNow();
        }
    }
}

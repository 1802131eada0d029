package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9 in the middle of a produce run, again and again over the same files. */
class KilledServerIT {
    private static final int ROUNDS = 4;
    private static final String TOPIC = "kept";

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "os"})
    void nothingAcknowledgedIsLostInOrderWithoutGaps(String durability) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        AcknowledgedMessages acknowledged = new AcknowledgedMessages(TOPIC);
        for (int round = 0; round < ROUNDS; round++) {
            try (PackagedServer server = start(durability)) {
                ManagedChannel channel = server.channel();
                try {
                    if (round > 0) {
                        acknowledged.assertAllIn(channel);
                    }
                    CountDownLatch enough = acknowledged.more(200 + random.nextInt(3_000));
                    List<CompletableFuture<Status.Code>> producers = produce(channel, acknowledged, round);
                    assertThat(enough.await(2, TimeUnit.MINUTES)).isTrue();
                    server.kill();
                    for (CompletableFuture<Status.Code> producer : producers) {
                        assertThat(producer.get(1, TimeUnit.MINUTES)).isEqualTo(Status.Code.UNAVAILABLE);
                    }
                } finally {
                    channel.shutdownNow();
                }
            }
        }
        try (PackagedServer server = start(durability)) {
            ManagedChannel channel = server.channel();
            try {
                acknowledged.assertAllIn(channel);
            } finally {
                channel.shutdownNow();
            }
        }
        System.out.println("acknowledged " + acknowledged.size());
    }

    private PackagedServer start(String durability) {
        // Small segments, so that the kill may hit a change of segments, too.
        return PackagedServer.start(Map.of(
                "MINIKAFKA_ROOT_DIR",
                root.toString(),
                "MINIKAFKA_TOPIC_DURABILITY",
                durability,
                "MINIKAFKA_FILE_SEGMENTSIZE",
                "16KB"));
    }

    private static List<CompletableFuture<Status.Code>> produce(
            ManagedChannel channel, AcknowledgedMessages acknowledged, int round) {
        Load load = new Load(TOPIC, channel, acknowledged);
        return Stream.of(
                        load.stream("stream-1-round-" + round),
                        load.stream("stream-2-round-" + round),
                        load.unary("unary-1-round-" + round),
                        load.unary("unary-2-round-" + round))
                .toList();
    }
}

package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.minikafka.resp.RespClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of docs/operations.md that copy the directory of a service at work, and what is in the copy. */
class BackupIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cp -a data backup",
                "mkdir backup && tar -cf - -C data . | tar -xf - -C backup",
            })
    void aCopyOfARunningServicesDirectoryHasAllThatWasAcknowledgedBefore(String command) throws Exception {
        AcknowledgedMessages before;
        long groupAcknowledged;
        long groupSent;
        AcknowledgedMessages messages = new AcknowledgedMessages("t");
        GroupLoad group = new GroupLoad("g", "t");
        try (PackagedServer server = start("data")) {
            ManagedChannel channel = server.channel();
            try {
                Load load = new Load("t", channel, messages);
                load.stream("stream");
                load.unary("unary");
                CompletableFuture<String> member = group.overRedis(server);
                await().atMost(PATIENCE).until(() -> messages.size() > 3_000 && group.acknowledged() > 100);

                before = messages.soFar();
                groupAcknowledged = group.acknowledged();
                run(command);
                groupSent = group.acknowledged() + 1;

                long then = messages.size();
                await().atMost(PATIENCE).until(() -> messages.size() > then);
                server.kill();
                member.get(1, TimeUnit.MINUTES);
            } finally {
                channel.shutdownNow();
            }
        }
        try (PackagedServer restored = start("backup")) {
            ManagedChannel channel = restored.channel();
            try {
                before.assertAllIn(channel);
            } finally {
                channel.shutdownNow();
            }
            try (RespClient member = new RespClient(restored.redisPort())) {
                assertThat(member.call("CLIENT", "SETNAME", "g:member")).isEqualTo("+OK\r\n");
                assertThat(GroupLoad.offsetOf(member.call("BLPOP", "topics:t", "60")))
                        .isBetween(groupAcknowledged, groupSent);
                assertThat(member.call("RPUSHX", "topics:t", "new:0")).isEqualTo(":1\r\n");
            }
        }
    }

    private PackagedServer start(String root) {
        // Small segments, so that many are completed and begun while the copy is made.
        return PackagedServer.start(
                Map.of("MINIKAFKA_ROOT_DIR", directory.resolve(root).toString(), "MINIKAFKA_FILE_SEGMENTSIZE", "4KB"));
    }

    private void run(String command) throws Exception {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(List.of("sh", "-c", command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String output = Files.readString(log, StandardCharsets.UTF_8);
        // Both end with 1 for what they then tell: files that grow meanwhile, and unfinished ones that got their name.
        assertThat(process.exitValue()).as(output).isIn(0, 1);
        assertThat(output.lines())
                .allMatch(line -> line.contains("file changed as we read it") || line.contains(".tmp"));
    }
}

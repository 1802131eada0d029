package io.minikafka.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What clients are told when the disk is full, when stored bytes are damaged, and when messages have left. */
class StoreTroubleTests {
    private static final String TOPIC = "/api/v1/topics/t";
    private static final String READ = TOPIC + "/partitions/0/messages";

    @TempDir
    private Path root;

    private RunningServer server;
    private Api api;

    private void start(String... args) {
        server = RunningServer.start(Stream.concat(Stream.of("--minikafka.root-dir=" + root), Stream.of(args))
                .toArray(String[]::new));
        api = new Api(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void produce(String... values) {
        for (String value : values) {
            api.post(TOPIC + "/messages", "{\"messages\":[{\"value\":\"" + value + "\"}]}")
                    .expect(200);
        }
    }

    @Test
    void aFullDiskRefusesProducingAndNothingElse() throws Exception {
        start();
        produce("kept");
        stop();
        start("--minikafka.file.free-space-floor=1048576TB");

        Api.Answer refused = api.post(TOPIC + "/messages", "{\"messages\":[{\"value\":\"more\"}]}");
        assertThat(refused.problem(507, "resource-exhausted")).contains("free");
        assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(api.post("/api/v1/topics/new/messages", "{\"messages\":[{\"value\":\"more\"}]}")
                        .status())
                .isEqualTo(507);
        assertThat(Api.texts(api.get(READ).expect(200).json().path("messages"), "value"))
                .containsExactly("kept");
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        api.delete(TOPIC).expect(204);
    }

    @Test
    void whatIsDamagedIsToldAndTheRestIsSent() throws Exception {
        start();
        api.post("/api/v1/topics", "{\"name\":\"t\"}").expect(201);
        produce("before", "to-be-damaged", "after");
        stop();
        damage("to-be-damaged");
        start();

        try (TestTail tail = TestTail.open(api, TOPIC + "/tail?from=earliest")) {
            List<TestTail.Event> events = tail.events(3);
            assertThat(events).extracting(TestTail.Event::type).containsExactly("message", "damaged", "message");
            assertThat(events.get(0).data().path("value").asString()).isEqualTo("before");
            JsonNode damaged = events.get(1).data();
            assertThat(damaged.path("type").asString()).isEqualTo("urn:minikafka:problem:data-loss");
            assertThat(damaged.path("partition").asInt()).isZero();
            assertThat(damaged.path("nextReadableOffset").asLong()).isEqualTo(2);
            assertThat(events.get(1).id()).isEqualTo("0:2");
            assertThat(events.get(2).data().path("value").asString()).isEqualTo("after");
            // It goes on being live.
            produce("later");
            assertThat(tail.events(4).get(3).data().path("value").asString()).isEqualTo("later");
        }
        // A tail that would start in the damage tells it, too; a read is refused with where to go on.
        try (TestTail tail = TestTail.open(api, TOPIC + "/tail", "Last-Event-ID", "0:1")) {
            assertThat(tail.events(3))
                    .extracting(TestTail.Event::type)
                    .containsExactly("damaged", "message", "message");
        }
        assertThat(api.get(READ + "?from=1").problem(500, "data-loss")).contains("1");
        assertThat(Api.texts(api.get(READ + "?from=2").expect(200).json().path("messages"), "value"))
                .containsExactly("after", "later");
    }

    /** Flips a bit in the only place where these bytes are stored. */
    private void damage(String value) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> indexOf(file, value) >= 0)
                    .toList();
            assertThat(files).hasSize(1);
            byte[] bytes = Files.readAllBytes(files.get(0));
            bytes[indexOf(files.get(0), value)] ^= 1;
            Files.write(files.get(0), bytes);
        }
    }

    private static int indexOf(Path file, String value) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1).indexOf(value);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void howManyLeftByRetentionIsToldBeforeTheNextMessage() {
        start();
        api.post("/api/v1/topics", "{\"name\":\"t\",\"retentionAge\":\"100ms\"}")
                .expect(201);
        produce("gone", "gone, too");
        await().until(() -> api.get(READ).json().path("logStartOffset").asLong() == 2);
        api.patch(TOPIC, "{\"retentionAge\":\"1h\"}").expect(200);
        produce("there");

        try (TestTail tail = TestTail.open(api, TOPIC + "/tail", "Last-Event-ID", "0:0")) {
            List<TestTail.Event> events = tail.events(2);
            assertThat(events.get(0).type()).isEqualTo("skipped");
            assertThat(events.get(0).data().toString()).isEqualTo("{\"partition\":0,\"skipped\":2,\"nextOffset\":2}");
            assertThat(events.get(1).data().path("value").asString()).isEqualTo("there");
        }
    }
}

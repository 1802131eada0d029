package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a tail as a browser does. */
final class TestTail implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private volatile String lastId = "";
    private volatile int heartbeats;
    private volatile boolean ended;

    record Event(String type, String id, JsonNode data) {}

    private TestTail(HttpResponse<InputStream> response) {
        this.response = response;
        Thread reader = new Thread(this::read, "tail-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** Comes back when the tail has its place: what is produced afterwards is told. */
    static TestTail open(Api api, String path, String... headers) {
        HttpResponse<InputStream> response = api.open(path, headers);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream;charset=UTF-8");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        TestTail tail = new TestTail(response);
        until(() -> !tail.lastId.isEmpty());
        return tail;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String type = "message";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                } else if (line.startsWith(":")) {
                    heartbeats++;
                } else if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        events.add(new Event(type, lastId, JsonMapper.shared().readTree(data.toString())));
                    }
                    data.setLength(0);
                    type = "message";
                }
            }
        } catch (IOException e) {
            // Closed by the test.
        } finally {
            ended = true;
        }
    }

    /** Looks often, since events come within milliseconds. */
    private static void until(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
    }

    List<Event> events(int count) {
        until(() -> events.size() >= count);
        return List.copyOf(events);
    }

    /** The first messages' values. */
    List<String> values(int count) {
        return events(count).stream()
                .map(event -> event.data().path("value").asString())
                .toList();
    }

    String lastId() {
        return lastId;
    }

    int heartbeats() {
        return heartbeats;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minikafka.LoggedProblems;
import io.minikafka.grpc.TestStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in the body of a request that a page made a browser send. */
class HttpByMistakeTests extends RespFixture {
    private static final String REFUSED = "-" + HttpByMistake.ERROR + "\r\n";

    /** What is stored does not matter here. */
    static Stream<RespBackend> backends() {
        return Stream.of(new StoredBackend(TestStore.MEMORY));
    }

    @Test
    void linesOfABodyAreNoCommands() throws Exception {
        HttpClient browser =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.server.port() + "/"))
                .header("Content-Type", "text/plain")
                .timeout(Duration.ofMinutes(1))
                .POST(BodyPublishers.ofString("\r\nRPUSHX topics:t evil\r\nPING\r\n"))
                .build();

        assertThatThrownBy(() -> browser.send(request, BodyHandlers.ofString())).isInstanceOf(IOException.class);

        assertThat(counter("protocol.errors")).isEqualTo(1);
        assertThat(counter("producer.messages")).isZero();
        assertThat(store().topics()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1", "post x", "Host: 127.0.0.1:6380", "HOST: x", "*1\r\n$4\r\nPOST"})
    void theConnectionEndsAndNothingMoreIsExecuted(String line) {
        RespClient client = door.connect();
        client.send("RPUSHX topics:t before\r\n" + line + "\r\nRPUSHX topics:t after\r\nPING\r\n");

        assertThat(client.reply()).isEqualTo(ONE);
        assertThat(client.reply()).isEqualTo(REFUSED);
        assertThat(client.isClosedByServer()).isTrue();
        assertThat(counter("producer.messages")).isEqualTo(1);
    }

    @Test
    void aRequestWithoutABodyEndsAtItsHost() {
        RespClient client = door.connect().send("GET / HTTP/1.1\r\nHost: 127.0.0.1:6380\r\nPING: x\r\n\r\n");

        assertThat(client.reply()).startsWith("-ERR unknown command 'GET'");
        assertThat(client.reply()).isEqualTo(REFUSED);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void wordsLikeItAreJustUnknown() {
        RespClient client = door.connect();

        assertThat(client.call("POSTS")).startsWith("-ERR unknown command");
        assertThat(client.call("HOST")).startsWith("-ERR unknown command");
        assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void theLogTellsItOnceAMinute() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        HttpByMistake http = new HttpByMistake(nanos::get);
        try (LoggedProblems log = new LoggedProblems(HttpByMistake.class)) {
            http.cameFrom("first");
            http.cameFrom("second");
            nanos.addAndGet(Duration.ofSeconds(59).toNanos());
            http.cameFrom("third");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            http.cameFrom("fourth");

            assertThat(log.messages())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("from first and was refused"),
                            line -> assertThat(line).contains("from fourth and was refused"));
        }
    }
}

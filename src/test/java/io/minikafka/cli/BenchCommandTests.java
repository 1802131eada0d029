package io.minikafka.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.TestServer;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTests {
    private static final String[] SHORT = {"--warmup", "1ms", "--duration", "1h", "--count", "1000", "--size", "10"};

    private final CommandLineRun run = new CommandLineRun();
    private TestServer server;
    private MinikafkaClient client;

    @BeforeEach
    void start() {
        server = new TestServer();
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void everyModeIsMeasuredAndTheTopicDeleted() {
        assertThat(run.run(args("bench", "--callers", "2"))).as(run.err()).isZero();
        assertThat(run.lines())
                .extracting(line -> line.split(" ")[0])
                .containsExactly("mode", "produce-unary", "produce-stream", "send-async", "poll", "subscribe");
        assertThat(client.topics().list()).isEmpty();
    }

    @Test
    void jsonHasTheFigures() {
        assertThat(run.run(args("bench", "produce-stream", "--json", "--batch", "10")))
                .isZero();
        JsonNode result = new JsonMapper().readTree(run.out());
        assertThat(result.get("mode").asString()).isEqualTo("produce-stream");
        assertThat(result.get("messageBytes").asInt()).isEqualTo(10);
        assertThat(result.get("batch").asInt()).isEqualTo(10);
        assertThat(result.get("messages").asLong()).isGreaterThanOrEqualTo(1_000);
        assertThat(result.get("messagesPerSecond").asDouble()).isPositive();
        assertThat(result.get("latencyMicros").get("p50").asDouble()).isPositive();
        assertThat(result.get("latencyMicros").get("p99.9").asDouble())
                .isLessThanOrEqualTo(result.get("latencyMicros").get("max").asDouble());
    }

    @Test
    void anInterruptEndsItWithWhatItHasMeasured() throws Exception {
        CompletableFuture<Integer> code =
                run.start("bench", "send-async", "--host", server.target(), "--warmup", "1ms", "--duration", "1h");
        Awaitility.await().until(() -> client.topics().list().stream().anyMatch(this::hasMessages));
        run.interrupt();
        assertThat(code.get()).isZero();
        assertThat(run.lines()).hasSize(2);
        assertThat(client.topics().list()).isEmpty();
    }

    @Test
    void progressIsForTerminals() {
        assertThat(run.run(args("bench", "produce-unary"))).isZero();
        assertThat(run.err()).isEmpty();
    }

    private boolean hasMessages(String topic) {
        return client.topics().describe(topic).partitions().get(0).logEndOffset() > 0;
    }

    private String[] args(String... args) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 2 + SHORT.length);
        all[args.length] = "--host";
        all[args.length + 1] = server.target();
        System.arraycopy(SHORT, 0, all, args.length + 2, SHORT.length);
        return all;
    }
}

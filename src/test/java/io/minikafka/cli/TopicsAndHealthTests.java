package io.minikafka.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.Durability;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.TestServer;
import io.minikafka.client.TopicInfo;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicsAndHealthTests {
    private final MutableClock clock = MutableClock.started();
    private final CommandLineRun run = new CommandLineRun();
    private TestServer server;
    private MinikafkaClient client;

    @BeforeEach
    void start() {
        server = new TestServer(new InMemoryMessageStore(StoreLimits.DEFAULT, clock));
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aTopicIsCreatedAsTheOptionsSay() {
        int code = run.run(
                "topics",
                "create",
                "orders",
                "--host",
                server.target(),
                "--partitions",
                "4",
                "--retention",
                "1h30m",
                "--retention-bytes",
                "10MB",
                "--durability",
                "os");
        assertThat(code).isZero();
        TopicInfo topic = client.topics().describe("orders");
        assertThat(topic.partitions()).hasSize(4);
        assertThat(topic.retentionAge()).isEqualTo(Duration.ofMinutes(90));
        assertThat(topic.retentionBytes()).isEqualTo(10 << 20);
        assertThat(topic.durability()).isEqualTo(Durability.OS);
        assertThat(run.out()).contains("orders", "1h30m", "os");
    }

    @Test
    void aTopicIsChangedAsTheOptionsSay() {
        run.run("topics", "create", "orders", "--host", server.target(), "--retention-bytes", "5");
        assertThat(new CommandLineRun()
                        .run("topics", "update", "orders", "--host", server.target(), "--retention", "7d"))
                .isZero();
        TopicInfo topic = client.topics().describe("orders");
        assertThat(topic.retentionAge()).isEqualTo(Duration.ofDays(7));
        assertThat(topic.retentionBytes()).isEqualTo(5);
    }

    @Test
    void topicsAreListed() {
        for (String name : List.of("b", "a")) {
            new CommandLineRun().run("topics", "create", name, "--host", server.target());
        }
        assertThat(run.run("topics", "list", "--host", server.target())).isZero();
        assertThat(run.lines()).containsExactly("a", "b");
        CommandLineRun json = new CommandLineRun();
        json.run("topics", "list", "--json", "--host", server.target());
        assertThat(json.lines()).containsExactly("{\"name\":\"a\"}", "{\"name\":\"b\"}");
    }

    @Test
    void aTopicIsDescribed() {
        client.produce("t", List.of(ProducerMessage.utf8("a"), ProducerMessage.utf8("b")));
        assertThat(run.run("topics", "describe", "t", "--host", server.target()))
                .isZero();
        assertThat(run.lines()).element(0).asString().matches("topic +t");
        assertThat(run.lines()).element(1).asString().matches("retention +7d");
        assertThat(run.lines()).element(2).asString().matches("retention bytes +no bound");
        assertThat(run.lines()).element(3).asString().matches("durability +fsync");
        assertThat(run.lines()).last().asString().matches("0 +0 +2 +[0-9,]+ +2026-03-01T12:00:00Z");
    }

    @Test
    void aTopicIsDescribedAsJson() {
        client.produce("t", List.of(ProducerMessage.utf8("a")));
        run.run("topics", "describe", "t", "--json", "--host", server.target());
        long bytes = client.topics().describe("t").partitions().get(0).bytes();
        assertThat(run.lines())
                .containsExactly(
                        "{\"name\":\"t\",\"retention\":\"PT168H\",\"retentionBytes\":0,\"durability\":\"fsync\","
                                + "\"partitions\":[{\"partition\":0,\"logStartOffset\":0,\"logEndOffset\":1,\"bytes\":"
                                + bytes
                                + ",\"oldestMessage\":\"2026-03-01T12:00:00Z\"}]}");
    }

    @Test
    void aTopicIsDeleted() {
        client.produce("t", List.of(ProducerMessage.utf8("a")));
        assertThat(run.run("topics", "delete", "t", "--host", server.target())).isZero();
        assertThat(client.topics().list()).isEmpty();
        assertThat(run.out()).isEmpty();
    }

    @Test
    void refusalsEndWithOneAndOneLine() {
        assertThat(run.run("topics", "describe", "t", "--host", server.target()))
                .isEqualTo(1);
        assertThat(run.err().lines()).containsExactly("minikafka: There is no topic 't'");
    }

    @Test
    void healthIsPrinted() {
        assertThat(run.run("health", "--host", server.target())).isZero();
        assertThat(run.out()).isEqualTo("SERVING\n");
        CommandLineRun json = new CommandLineRun();
        json.run("health", "--json", "--host", server.target());
        assertThat(json.out()).isEqualTo("{\"status\":\"SERVING\"}\n");
    }

    @Test
    void healthOfNothingEndsWithOne() {
        server.stop();
        assertThat(run.run("health", "--host", server.target())).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("onnection refused");
    }
}

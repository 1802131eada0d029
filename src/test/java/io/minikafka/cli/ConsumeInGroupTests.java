package io.minikafka.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.TestServer;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumeInGroupTests {
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
    void aGroupGoesOnBehindWhatWasPrinted() {
        produce("a", "b", "c");
        assertThat(consume(run, "--max", "2")).isZero();
        assertThat(run.out()).isEqualTo("a\nb\n");
        assertThat(committed()).isEqualTo(2);
        CommandLineRun next = new CommandLineRun();
        assertThat(consume(next, "--max", "1", "--json")).isZero();
        assertThat(next.out()).contains("\"offset\":2").contains("\"value\":\"c\"");
        assertThat(committed()).isEqualTo(3);
        assertThat(client.groups().describe("billing").members()).isEmpty();
    }

    @Test
    void whatArrivesIsPrintedAndAcknowledgedUntilTheUserHasEnough() throws Exception {
        produce("a");
        CompletableFuture<Integer> code = run.start(arguments());
        await().until(() -> run.out().equals("a\n"));
        produce("b");
        await().until(() -> run.out().equals("a\nb\n"));
        assertThat(code).isNotDone();
        run.interrupt();
        assertThat(code.get()).isZero();
        assertThat(committed()).isEqualTo(2);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aNewGroupMayStartAtTheLatestMessage() throws Exception {
        produce("before");
        CompletableFuture<Integer> code = run.start(arguments("--from", "latest", "--max", "1"));
        await().until(() -> client.groups().list().contains("billing") && committed() == 1);
        produce("after");
        assertThat(code.get()).isZero();
        assertThat(run.out()).isEqualTo("after\n");
    }

    @Test
    void aLostConnectionIsToldAndComesBack() throws Exception {
        produce("a");
        CompletableFuture<Integer> code = run.start(arguments("--max", "2"));
        await().until(() -> run.out().equals("a\n") && committed() == 1);
        server.stop();
        await().until(() -> run.err().contains("connection lost"));
        server.start();
        produce("b");
        assertThat(code.get()).isZero();
        assertThat(run.out()).isEqualTo("a\nb\n");
        assertThat(run.err()).containsOnlyOnce("connection lost");
    }

    @Test
    void aServiceThatIsAwayEndsWithOne() {
        server.stop();
        assertThat(consume(run, "--timeout", "3s")).isEqualTo(1);
        assertThat(run.err()).contains("onnection refused").doesNotContain("\tat ");
    }

    @Test
    void whatIsRefusedEndsWithOne() {
        assertThat(run.run("consume", "--host", server.target(), "-t", "../x", "--group", "billing"))
                .isEqualTo(1);
        assertThat(run.err()).contains("minikafka: The topic name '../x'");
    }

    @ParameterizedTest
    @CsvSource({
        "--partition=0, --partition does not go with --group",
        "--no-follow, --no-follow does not go with --group",
        "--from=7, earliest or latest",
        "--from=-15m, earliest or latest",
        "--group=, The name of the --group is empty",
    })
    void whatDoesNotGoWithAGroupIsWrongUsage(String option, String told) {
        List<String> arguments = new ArrayList<>(List.of("consume", "--host", server.target(), "-t", "t", option));
        if (!option.startsWith("--group")) {
            arguments.add("--group=billing");
        }
        assertThat(run.run(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(run.err()).contains(told);
        assertThat(client.groups().list()).isEmpty();
    }

    private long committed() {
        Long offset = client.groups().describe("billing").partitions().get(0).committedOffset();
        return offset == null ? -1 : offset;
    }

    private int consume(CommandLineRun consume, String... options) {
        return consume.run(arguments(options));
    }

    private String[] arguments(String... options) {
        return Stream.concat(
                        Stream.of("consume", "--host", server.target(), "-t", "t", "--group", "billing"),
                        Stream.of(options))
                .toArray(String[]::new);
    }

    private void produce(String... texts) {
        client.produce("t", List.of(texts).stream().map(ProducerMessage::utf8).toList());
    }
}

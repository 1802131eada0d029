package io.minikafka.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.Consumer;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ReadOptions;
import io.minikafka.client.StartPosition;
import io.minikafka.client.TestServer;
import io.minikafka.client.TopicConfig;
import io.minikafka.store.MutableClock;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.memory.InMemoryMessageStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProduceAndConsumeTests {
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
    void eachLineIsAMessage() {
        int code = run.withInput("one\n\nthree\nno newline").run("produce", "--host", server.target(), "--topic", "t");
        assertThat(code).isZero();
        assertThat(stored("t")).extracting(ConsumedMessage::text).containsExactly("one", "", "three", "no newline");
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("4 messages stored in topic 't'");
    }

    @Test
    void theOptionsOfTheFirstToolsAreUnderstood() {
        assertThat(run.withInput("x\n").run("produce", "-host", server.target(), "-topic", "t"))
                .isZero();
        CommandLineRun consume = new CommandLineRun();
        assertThat(consume.run("consume", "-host=" + server.target(), "-topic=t", "--max", "1"))
                .isZero();
        assertThat(consume.out()).isEqualTo("x\n");
    }

    @Test
    void keysHeadersAndPartitionAreSet() {
        client.topics().create("t", TopicConfig.DEFAULT.withPartitions(3));
        int code = run.withInput("k1:a:b\nno key\n:empty\n")
                .run(
                        "produce",
                        "--host",
                        server.target(),
                        "-t",
                        "t",
                        "--key-separator",
                        ":",
                        "--header",
                        "x=1",
                        "--header",
                        "x=2=3",
                        "--partition",
                        "2");
        assertThat(code).isZero();
        List<ConsumedMessage> stored = stored("t", 2);
        assertThat(stored).extracting(ConsumedMessage::text).containsExactly("a:b", "no key", "empty");
        assertThat(stored).extracting(ConsumedMessage::keyText).containsExactly("k1", null, "");
        assertThat(stored.get(0).headers())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(MessageHeader.of("x", "1"), MessageHeader.of("x", "2=3"));
    }

    @Test
    void oneKeyMayServeForAll() {
        run.withInput("a\nb=c\n")
                .run("produce", "--host", server.target(), "-t", "t", "--key", "k", "--key-separator", "=");
        assertThat(stored("t")).extracting(ConsumedMessage::keyText).containsExactly("k", "b");
    }

    @Test
    void theDelimiterCanBeChosen() {
        run.withInput("a\nb\0c\0").run("produce", "--host", server.target(), "-t", "t", "--delimiter", "\\0");
        assertThat(stored("t")).extracting(ConsumedMessage::text).containsExactly("a\nb", "c");
    }

    @Test
    void theWholeInputMayBeOneMessage() {
        byte[] binary = {0, 10, 13, -1, 10};
        run.withInput(binary).run("produce", "--host", server.target(), "-t", "t", "--whole");
        assertThat(stored("t")).extracting(ConsumedMessage::value).containsExactly(binary);
    }

    @Test
    void aFileIsReadAndItsProgressShown(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("lines");
        Files.writeString(
                file, IntStream.range(0, 10_000).mapToObj(i -> i + "\n").collect(Collectors.joining()));
        int code = run.onTerminal().run("produce", "--host", server.target(), "-t", "t", "--file", file.toString());
        assertThat(code).isZero();
        assertThat(stored("t").size()).isEqualTo(10_000);
        assertThat(run.err()).contains("10,000 messages stored");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(run.run("produce", "--host", server.target(), "-t", "t", "--file", "/does/not/exist"))
                .isEqualTo(1);
        assertThat(run.err()).contains("There is no file /does/not/exist").doesNotContain("\tat ");
    }

    @Test
    void placesArePrintedAsJson() {
        run.withInput("a\nb\n").run("produce", "--host", server.target(), "-t", "t", "--json");
        assertThat(run.lines())
                .containsExactly(
                        "{\"topic\":\"t\",\"partition\":0,\"offset\":0}",
                        "{\"topic\":\"t\",\"partition\":0,\"offset\":1}");
    }

    @Test
    void whatIsRefusedEndsWithOne() {
        assertThat(run.withInput("a\n").run("produce", "--host", server.target(), "-t", "../x"))
                .isEqualTo(1);
        assertThat(run.err()).contains("minikafka: The topic name '../x'").contains("0 messages stored");
    }

    @Test
    void aServiceThatIsAwayEndsWithOne() {
        server.stop();
        assertThat(run.withInput("a\n").run("produce", "--host", server.target(), "-t", "t", "--timeout", "2s"))
                .isEqualTo(1);
        assertThat(run.err()).contains("onnection refused");
    }

    @Test
    void messagesArePrintedUpToTheEnd() {
        produce("a", "b", "c");
        assertThat(run.run("consume", "--host", server.target(), "-t", "t", "--no-follow"))
                .isZero();
        assertThat(run.out()).isEqualTo("a\nb\nc\n");
    }

    @Test
    void allPartitionsArePrinted() {
        client.topics().create("t", TopicConfig.DEFAULT.withPartitions(3));
        for (int i = 0; i < 3; i++) {
            client.produce("t", List.of(ProducerMessage.utf8("in " + i).withPartition(i)));
        }
        run.run("consume", "--host", server.target(), "-t", "t", "--no-follow");
        assertThat(run.lines()).containsExactlyInAnyOrder("in 0", "in 1", "in 2");
        CommandLineRun one = new CommandLineRun();
        one.run("consume", "--host", server.target(), "-t", "t", "--no-follow", "--partition", "1");
        assertThat(one.lines()).containsExactly("in 1");
        CommandLineRun followed = new CommandLineRun();
        followed.run("consume", "--host", server.target(), "-t", "t", "--max", "3");
        assertThat(followed.lines()).containsExactlyInAnyOrder("in 0", "in 1", "in 2");
    }

    @Test
    void readingStartsWhereItIsToldTo() {
        produce("a");
        clock.advance(Duration.ofHours(1));
        String later = clock.instant().toString();
        produce("b", "c");
        assertThat(consume("--from", "earliest")).containsExactly("a", "b", "c");
        assertThat(consume("--from", "2")).containsExactly("c");
        assertThat(consume("--from", later)).containsExactly("b", "c");
        assertThat(consume("--from", "latest")).isEmpty();
        assertThat(consume("--from", "-1ms")).isEmpty();
        assertThat(consume("--from", "-36500d")).containsExactly("a", "b", "c");
    }

    @Test
    void jsonHasEverythingOfAMessage() {
        client.produce(
                "t",
                List.of(
                        ProducerMessage.utf8("k\"", "v\n")
                                .withHeaders(
                                        List.of(MessageHeader.of("h", "1"), new MessageHeader("b", new byte[] {-1}))),
                        ProducerMessage.of(new byte[] {-1, -2})));
        run.run("consume", "--host", server.target(), "-t", "t", "--no-follow", "--json");
        assertThat(run.lines())
                .containsExactly(
                        "{\"topic\":\"t\",\"partition\":0,\"offset\":0,\"timestamp\":\"2026-03-01T12:00:00.000Z\","
                                + "\"key\":\"k\\\"\",\"value\":\"v\\n\",\"headers\":[{\"name\":\"h\",\"value\":\"1\"},"
                                + "{\"name\":\"b\",\"valueBase64\":\"/w==\"}]}",
                        "{\"topic\":\"t\",\"partition\":0,\"offset\":1,\"timestamp\":\"2026-03-01T12:00:00.000Z\","
                                + "\"key\":null,\"valueBase64\":\"//4=\",\"headers\":[]}");
    }

    @Test
    void keysAndDelimitersArePrintedOnRequest() {
        client.produce("t", List.of(ProducerMessage.utf8("k", "a"), ProducerMessage.utf8("b")));
        run.run(
                "consume",
                "--host",
                server.target(),
                "-t",
                "t",
                "--no-follow",
                "--key-separator",
                "\\t",
                "--delimiter",
                "\\0");
        assertThat(run.out()).isEqualTo("k\ta\0b\0");
    }

    @Test
    void bytesArePrintedAsTheyAre() {
        byte[] binary = {0, -1, 13};
        client.produce("t", List.of(ProducerMessage.of(binary)));
        run.run("consume", "--host", server.target(), "-t", "t", "--no-follow", "--delimiter", "");
        assertThat(run.outBytes()).isEqualTo(binary);
    }

    @Test
    void whatArrivesIsPrintedUntilTheUserHasEnough() throws Exception {
        produce("a");
        CompletableFuture<Integer> code = run.start("consume", "--host", server.target(), "-t", "t");
        await().until(() -> run.out().equals("a\n"));
        produce("b");
        await().until(() -> run.out().equals("a\nb\n"));
        assertThat(code).isNotDone();
        run.interrupt();
        assertThat(code.get()).isZero();
    }

    @Test
    void aTopicThatIsNotThereYetIsAwaited() throws Exception {
        CompletableFuture<Integer> code =
                run.start("consume", "--host", server.target(), "-t", "t", "--from", "latest", "--max", "1");
        await().until(() -> run.err().contains("there is no topic 't' yet"));
        produce("a");
        assertThat(code.get()).isZero();
        assertThat(run.out()).isEqualTo("a\n");
    }

    @Test
    void partitionsThatAreAddedAreFollowedToo() throws Exception {
        produce("a");
        CompletableFuture<Integer> code =
                run.start("consume", "--host", server.target(), "-t", "t", "--from", "latest");
        // Only what it prints tells that it has seen the topic with one partition.
        await().until(() -> {
            produce("b");
            return run.out().startsWith("b\n");
        });
        client.topics().update("t", TopicConfig.DEFAULT.withPartitions(2));
        client.produce("t", List.of(ProducerMessage.utf8("in 1").withPartition(1)));
        await().until(() -> run.lines().contains("in 1"));
        run.interrupt();
        assertThat(code.get()).isZero();
        assertThat(run.lines().stream().distinct()).containsExactly("b", "in 1");
    }

    @Test
    void aLostConnectionIsToldAndComesBack() throws Exception {
        produce("a");
        CompletableFuture<Integer> code = run.start("consume", "--host", server.target(), "-t", "t", "--max", "2");
        await().until(() -> run.out().equals("a\n"));
        server.restart();
        produce("b");
        assertThat(code.get()).isZero();
        assertThat(run.out()).isEqualTo("a\nb\n");
        assertThat(run.err()).containsOnlyOnce("connection lost");
    }

    @Test
    void aTopicThatIsDeletedEndsWithOne() throws Exception {
        produce("a");
        CompletableFuture<Integer> code = run.start("consume", "--host", server.target(), "-t", "t");
        await().until(() -> run.out().equals("a\n"));
        client.topics().delete("t");
        assertThat(code.get()).isEqualTo(1);
        assertThat(run.err())
                .contains("minikafka: The topic 't' has been deleted")
                .doesNotContain("\tat ");
    }

    @Test
    void whatRetentionRemovedIsTold() {
        client.topics().create("t", TopicConfig.DEFAULT.withRetentionAge(Duration.ofMinutes(1)));
        produce("a", "b");
        clock.advance(Duration.ofMinutes(2));
        produce("c");
        run.run("consume", "--host", server.target(), "-t", "t", "--from", "0", "--no-follow");
        assertThat(run.out()).isEqualTo("c\n");
        assertThat(run.err()).contains("retention has removed 2 messages");
        CommandLineRun followed = new CommandLineRun();
        followed.run("consume", "--host", server.target(), "-t", "t", "--from", "0", "--max", "1");
        assertThat(followed.err()).contains("retention has removed 2 messages");
    }

    @Test
    void anUnknownTopicEndsWithOneWhenNothingIsAwaited() {
        assertThat(run.run("consume", "--host", server.target(), "-t", "t", "--no-follow"))
                .isEqualTo(1);
        assertThat(run.err()).isEqualToIgnoringNewLines("minikafka: There is no topic 't'");
    }

    @Test
    void anOffsetNeedsAPartitionWhenThereAreSeveral() {
        client.topics().create("t", TopicConfig.DEFAULT.withPartitions(2));
        assertThat(run.run("consume", "--host", server.target(), "-t", "t", "--from", "3"))
                .isEqualTo(2);
        assertThat(run.err()).contains("--partition");
    }

    @Test
    void aPartitionThatIsNotThereIsWrongUsage() {
        produce("a");
        assertThat(run.run("consume", "--host", server.target(), "-t", "t", "--partition", "7"))
                .isEqualTo(2);
        assertThat(run.err()).contains("There is no partition 7");
    }

    @Test
    void aReaderThatGoesEndsItQuietly() {
        produce("a", "b");
        for (String follow : List.of("--follow", "--no-follow")) {
            CommandLineRun closed = new CommandLineRun().withOutput(new ClosedPipe());
            assertThat(closed.run("consume", "--host", server.target(), "-t", "t", follow))
                    .isZero();
            assertThat(closed.err()).isEmpty();
        }
    }

    @Test
    void outputThatCannotBeWrittenEndsWithOne() {
        produce("a");
        CommandLineRun full = new CommandLineRun().withOutput(new FullDisk());
        assertThat(full.run("consume", "--host", server.target(), "-t", "t")).isEqualTo(1);
        assertThat(full.err()).contains("No space left");
    }

    private List<String> consume(String... options) {
        CommandLineRun consume = new CommandLineRun();
        String[] args = Stream.concat(
                        Stream.of("consume", "--host", server.target(), "-t", "t", "--no-follow"), Stream.of(options))
                .toArray(String[]::new);
        assertThat(consume.run(args)).as(consume.err()).isZero();
        return consume.lines();
    }

    private void produce(String... texts) {
        client.produce("t", List.of(texts).stream().map(ProducerMessage::utf8).toList());
    }

    private List<ConsumedMessage> stored(String topic) {
        return stored(topic, 0);
    }

    private List<ConsumedMessage> stored(String topic, int partition) {
        List<ConsumedMessage> all = new ArrayList<>();
        try (Consumer consumer =
                client.consumer(topic, StartPosition.earliest(), ReadOptions.DEFAULT.withPartition(partition))) {
            while (all.addAll(consumer.poll(Duration.ZERO))) {
                // Until a poll adds nothing.
            }
        }
        return all;
    }

    /** As a pipe is whose reader has ended. */
    private static final class ClosedPipe extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}

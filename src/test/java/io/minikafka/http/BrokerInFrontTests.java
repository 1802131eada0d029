package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.Broker;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Start;
import io.minikafka.server.RunningServer;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** What can only be seen from the broker's side: how much is read, an answer that does not come, a shutdown. */
class BrokerInFrontTests {
    private static final int MESSAGES = 320;
    private static final int MESSAGE_BYTES = 100_000;

    private RunningServer server;
    private Api api;
    private Watched broker;

    private void start(String... args) {
        String[] all = new String[args.length + 1];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--spring.profiles.active=memory";
        server = RunningServer.start(List.of(InFront.class), all);
        api = new Api(server);
        broker = (Watched) server.context().getBean(Broker.class);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Counts what is read of each topic, knows which reads wait, and never describes the topic "silent". */
    static final class Watched extends DelegatingBroker {
        private final Map<TopicName, AtomicLong> bytesRead = new ConcurrentHashMap<>();
        private final Set<Duration> waits = ConcurrentHashMap.newKeySet();

        Watched(Broker delegate) {
            super(delegate);
        }

        long bytesRead(String topic) {
            AtomicLong bytes = bytesRead.get(TopicName.of(topic));
            return bytes == null ? 0 : bytes.get();
        }

        @Override
        public CompletableFuture<ReadResult> fetch(
                TopicPartition partition, Start start, FetchLimits limits, Duration maxWait) {
            CompletableFuture<ReadResult> read = super.fetch(partition, start, limits, maxWait);
            waits.add(maxWait);
            read.thenAccept(result -> bytesRead
                    .computeIfAbsent(partition.topic(), topic -> new AtomicLong())
                    .addAndGet(result.messages().stream()
                            .mapToLong(StoredMessage::size)
                            .sum()));
            return read;
        }

        @Override
        public CompletableFuture<TopicDescription> describeTopic(TopicName topic) {
            return topic.value().equals("silent") ? new CompletableFuture<>() : super.describeTopic(topic);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class InFront {
        @Bean
        @Primary
        Watched watched(@Qualifier("broker") Broker broker) {
            return new Watched(broker);
        }
    }

    private void fill(String topic) {
        for (int i = 0; i < MESSAGES; i++) {
            api.postBytes("/api/v1/topics/" + topic + "/messages", new byte[MESSAGE_BYTES])
                    .expect(200);
        }
    }

    private Socket stalled(String topic) throws IOException {
        Socket client = new Socket();
        client.setReceiveBufferSize(4 << 10);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.httpPort()));
        // HTTP/1.0 has no chunks, whose sizes would stand between the lines.
        client.getOutputStream()
                .write(("GET /api/v1/topics/" + topic + "/tail?from=earliest&values=base64 HTTP/1.0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        await().until(() -> broker.bytesRead(topic) > 0);
        return client;
    }

    @Test
    void aTailWhoseClientDoesNotReadIsPausedAndGoesOnWhereItWas() throws Exception {
        start(
                "--minikafka.http.tail.buffer-size=64KB",
                "--minikafka.http.tail.heartbeat=100ms",
                "--server.tomcat.connection-timeout=10m");
        fill("stalled");
        fill("flowing");
        try (Socket client = stalled("stalled")) {
            // Another one gets through all of it meanwhile.
            try (TestTail tail = TestTail.open(api, "/api/v1/topics/flowing/tail?from=earliest&values=base64")) {
                assertThat(tail.events(MESSAGES)).hasSize(MESSAGES);
            }
            // The sockets' buffers take some; what they do not take is not read.
            assertThat(broker.bytesRead("stalled")).isLessThan((long) MESSAGES * MESSAGE_BYTES / 2);

            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            String last = "id: 0:" + MESSAGES;
            int messages = 0;
            for (String line = ""; !line.equals(last); line = lines.readLine()) {
                messages += line.equals("id: 0:" + (messages + 1)) ? 1 : 0;
            }
            assertThat(messages).isEqualTo(MESSAGES - 1);
        }
    }

    @Test
    void aTailWhoseClientTakesNothingForLongEnds() throws Exception {
        start("--server.tomcat.connection-timeout=3s");
        fill("stalled");
        Tails tails = server.context().getBean(Tails.class);
        try (Socket ignored = stalled("stalled")) {
            await().until(() -> tails.count() == 0);
        }
        // It is the client that was not there; another gets what it missed.
        try (TestTail tail = TestTail.open(api, "/api/v1/topics/stalled/tail?from=earliest&values=base64")) {
            assertThat(tail.events(MESSAGES)).hasSize(MESSAGES);
        }
    }

    @Test
    void aStopTellsTailsAndDoesNotWaitForThoseThatDoNotRead() throws Exception {
        start("--minikafka.shutdown.grace-period=120s", "--minikafka.http.tail.heartbeat=1h");
        fill("stalled");
        api.post("/api/v1/topics", "{\"name\":\"t\"}").expect(201);
        try (TestTail tail = TestTail.open(api, "/api/v1/topics/t/tail");
                Socket ignored = stalled("stalled")) {
            CompletableFuture<Api.Answer> read = CompletableFuture.supplyAsync(
                    () -> api.get("/api/v1/topics/t/partitions/0/messages?from=latest&wait=29s"),
                    task -> new Thread(task).start());
            // Not the tail's, which waits for ever.
            await().until(() -> broker.waits.contains(Duration.ofSeconds(29)));

            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(server::stop, task -> new Thread(task).start());

            assertThat(tail.events(1).get(0).type()).isEqualTo("end");
            assertThat(tail.events(1).get(0).data().path("type").asString())
                    .isEqualTo("urn:minikafka:problem:unavailable");
            await().until(tail::ended);
            read.get().expect(read.get().status() == 200 ? 200 : 503);
            await().atMost(Duration.ofSeconds(60)).until(stopped::isDone);
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsAProblem() {
        start("--minikafka.http.answer-timeout=100ms", "--minikafka.http.max-wait=0s");

        assertThat(api.get("/api/v1/topics/silent").problem(503, "timeout")).contains("took too long");
    }
}

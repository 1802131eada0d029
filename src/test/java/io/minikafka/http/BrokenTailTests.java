package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.ServiceLines;
import io.minikafka.server.RunningServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BrokenTailTests {
    private static final String TOPIC = HttpContract.TOPICS + "/orders";
    private static final int ROUNDS = 300;

    @Test
    void aClientThatBreaksOffIsNoNews(CapturedOutput output) throws Exception {
        try (RunningServer server = RunningServer.start("--spring.profiles.active=memory")) {
            Api api = new Api(server);
            api.post(HttpContract.TOPICS, "{\"name\":\"orders\"}").expect(201);
            Tails tails = server.context().getBean(Tails.class);
            try (Socket client = tail(server)) {
                await().until(() -> tails.count() == 1);
                // Reset, not closed: the next bytes are refused.
                client.setSoLinger(true, 0);
            }
            await().pollDelay(Duration.ZERO).until(() -> {
                api.postBytes(TOPIC + "/messages", new byte[1000]).expect(200);
                return tails.count() == 0;
            });
        }
        assertThat(ServiceLines.of(output)).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
    }

    /**
     * Tomcat gives the objects of a request to the next one, also while a write to a tail still fails. So what comes
     * right after a tail whose client has gone must get what is its own.
     */
    @Test
    void aTailThatBreaksOffLeavesTheNextAlone() throws Exception {
        try (RunningServer server = RunningServer.start("--spring.profiles.active=memory")) {
            Api api = new Api(server);
            api.post(HttpContract.TOPICS, "{\"name\":\"orders\"}").expect(201);
            for (int round = 0; round < ROUNDS; round++) {
                TestTail.open(api, TOPIC + "/tail").close();
                produce(api, 3 * round);
                produce(api, 3 * round + 1);
                try (TestTail next = TestTail.open(api, TOPIC + "/tail?from=-1")) {
                    produce(api, 3 * round + 2);
                    assertThat(next.values(2)).containsExactly("" + (3 * round + 1), "" + (3 * round + 2));
                }
            }
        }
    }

    /** Each message is its offset. */
    private static void produce(Api api, int number) {
        assertThat(api.post(TOPIC + "/messages", "{\"messages\":[{\"value\":\"" + number + "\"}]}")
                        .expect(200)
                        .json()
                        .at("/messages/0/offset")
                        .asInt())
                .isEqualTo(number);
    }

    private static Socket tail(RunningServer server) throws IOException {
        Socket client = new Socket("127.0.0.1", server.httpPort());
        client.getOutputStream()
                .write(("GET " + TOPIC + "/tail HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return client;
    }
}

package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.ServiceLines;
import io.minikafka.server.RunningServer;
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

    @Test
    void aClientThatBreaksOffIsNoNews(CapturedOutput output) throws Exception {
        try (RunningServer server = RunningServer.start("--spring.profiles.active=memory")) {
            Api api = new Api(server);
            api.post(HttpContract.TOPICS, "{\"name\":\"orders\"}").expect(201);
            Tails tails = server.context().getBean(Tails.class);
            try (Socket client = new Socket("127.0.0.1", server.httpPort())) {
                client.getOutputStream()
                        .write(("GET " + TOPIC + "/tail HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
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
}

package io.minikafka.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.FreePorts;
import io.minikafka.server.RunningServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages that stay open while the service restarts, and while it has very many topics. */
class ConsoleRecoveryTests {
    @TempDir
    private Path root;

    private RunningServer start(int port) {
        return RunningServer.start(
                "--minikafka.root-dir=" + root, "--minikafka.topic.durability=os", "--server.port=" + port);
    }

    @Test
    void aPageGoesOnWhenTheServiceIsBack() {
        try (Browser browser = Browser.start()) {
            int port = FreePorts.any();
            try (RunningServer ignored = start(port)) {
                Requests http = new Requests(port);
                http.post("/topics", Map.of("name", "orders"));
                browser.open("http://127.0.0.1:" + port + "/#/topics/orders/live");
                // Only then it has its place: it waits for messages while it connects, too.
                browser.find(".state .dot.open");
                browser.awaitText("Waiting for messages");
                http.produce("orders", Map.of("value", "before"));
                browser.awaitText("before");
            }
            browser.awaitText("No answer.", "interrupted, trying again");
            browser.screenshot("no-answer");
            try (RunningServer server = start(port)) {
                new Requests(server.httpPort()).produce("orders", Map.of("value", "afterwards"));
                browser.awaitText("afterwards", "2 received");
                browser.awaitNoText("No answer.");
            }
        }
    }

    @Test
    void aThousandTopicsAreShownPageByPageAndFoundByName() {
        try (Browser browser = Browser.start();
                RunningServer server = start(0)) {
            Requests http = new Requests(server.httpPort());
            IntStream.range(0, 1000)
                    .parallel()
                    .forEach(i -> http.post("/topics", Map.of("name", "topic-%03d".formatted(i))));
            browser.open("http://127.0.0.1:" + server.httpPort() + "/");
            browser.awaitText("topic-000", "topic-049");
            assertThat(browser.text()).doesNotContain("topic-050");
            browser.click("Next");
            browser.awaitText("topic-050", "topic-099");
            browser.click("Previous");
            browser.awaitText("topic-000");
            browser.press("/");
            browser.press("77");
            browser.awaitText("topic-077", "topic-177", "topic-977");
            browser.screenshot("thousand-topics");
            assertThat(browser.complaints()).isEmpty();
        }
    }
}

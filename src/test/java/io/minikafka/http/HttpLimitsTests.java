package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.server.RunningServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import tools.jackson.databind.JsonNode;

/** Every bound of the door, set low, and that what is refused says the limit and the value. */
class HttpLimitsTests {
    private static final String MESSAGES = "/api/v1/topics/t/messages";
    private static RunningServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = RunningServer.start(
                "--spring.profiles.active=memory",
                "--minikafka.max-message-size=100B",
                "--minikafka.read.max-messages=2",
                "--minikafka.http.max-request-size=1KB",
                "--minikafka.http.max-messages=2",
                "--minikafka.http.max-page-size=1",
                "--minikafka.http.max-wait=0s",
                "--minikafka.http.tail.max-tails=1",
                "--minikafka.http.tail.max-partitions=2",
                "--minikafka.http.tail.heartbeat=50ms");
        api = new Api(server);
        api.post("/api/v1/topics", "{\"name\":\"t\"}").expect(201);
        api.post("/api/v1/topics", "{\"name\":\"wide\",\"partitions\":3}").expect(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static long buffered() {
        FilterRegistrationBean<?> filter = server.context().getBean("bodyLimit", FilterRegistrationBean.class);
        return ((BodyLimit) filter.getFilter()).used();
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefused() {
        assertThat(api.postBytes(MESSAGES, new byte[1025]).problem(413, "request-too-large"))
                .contains("1025 bytes; the limit is 1024");
    }

    @Test
    void aBodyThatTurnsOutTooLargeIsRefused() {
        for (String type : new String[] {"application/json", "application/octet-stream"}) {
            byte[] body = ("[" + " ".repeat(2000) + "]").getBytes();
            assertThat(api.send(
                                    "POST",
                                    MESSAGES,
                                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                                    "Content-Type",
                                    type)
                            .problem(413, "request-too-large"))
                    .contains("more than 1024 bytes");
        }
    }

    @Test
    void whatIsAnsweredTakesUpNoRoomAnyMore() {
        api.postBytes(MESSAGES, new byte[10]).expect(200);
        api.post(MESSAGES, "{").expect(400);
        api.postBytes(MESSAGES, new byte[101]).expect(413);

        await().until(() -> buffered() == 0);
    }

    @Test
    void tooManyMessagesAreRefused() {
        String message = "{\"value\":\"\"}";
        assertThat(api.post(MESSAGES, "{\"messages\":[" + message + "," + message + "," + message + "]}")
                        .problem(413, "request-too-large"))
                .isEqualTo("The request has 3 messages; the limit is 2");
    }

    @Test
    void jsonThatWouldTakeUpMuchMoreThanItsTextIsRefused() {
        assertThat(api.post(MESSAGES, "{\"messages\":[{\"value\":\"\",\"headers\":[" + "{},".repeat(300) + "{}]}]}")
                        .problem(413, "request-too-large"))
                .contains("300");
    }

    @Test
    void aMessageThatIsTooLargeKeepsAllOthersOut() {
        api.post("/api/v1/topics", "{\"name\":\"none\",\"partitions\":2}").expect(201);
        String json = "{\"messages\":[{\"value\":\"a\",\"partition\":0},{\"value\":\"" + "b".repeat(101)
                + "\",\"partition\":1}]}";

        assertThat(api.post("/api/v1/topics/none/messages", json).problem(413, "message-too-large"))
                .isEqualTo("messages[1]: The message has 101 bytes; the limit is 100");
        assertThat(api.get("/api/v1/topics/none/partitions/0/messages")
                        .json()
                        .path("logEndOffset")
                        .asLong())
                .isZero();
    }

    @Test
    void whatIsAskedBeyondABoundIsCut() {
        JsonNode page = api.get("/api/v1/topics?limit=1000").expect(200).json();
        assertThat(page.path("names").size()).isOne();
        assertThat(page.has("next")).isTrue();
        for (int i = 0; i < 3; i++) {
            api.post("/api/v1/topics/many/messages", "{\"messages\":[{\"value\":\"a\"}]}")
                    .expect(200);
        }
        JsonNode read = api.get("/api/v1/topics/many/partitions/0/messages?limit=1000")
                .expect(200)
                .json();
        assertThat(read.path("messages").size()).isEqualTo(2);
        // A wait of an hour would outlast the test's patience.
        assertThat(api.get("/api/v1/topics/many/partitions/0/messages?from=latest&wait=1h")
                        .expect(200)
                        .json()
                        .path("messages")
                        .size())
                .isZero();
    }

    @Test
    void tailsAreCountedAndTheirPlacesAreFreeWhenTheyHaveGone() {
        Tails tails = server.context().getBean(Tails.class);
        await().until(() -> tails.count() == 0);
        try (TestTail tail = TestTail.open(api, "/api/v1/topics/t/tail")) {
            assertThat(api.get("/api/v1/topics/t/tail").problem(503, "too-busy"))
                    .contains("There are 1 live tails, the limit (minikafka.http.tail.max-tails)");
            await().until(() -> tail.heartbeats() > 0);
        }
        await().until(() -> tails.count() == 0);
        TestTail.open(api, "/api/v1/topics/t/tail").close();
        await().until(() -> tails.count() == 0);
    }

    @Test
    void whoAsksForATailsHeadTakesNoPlace() {
        Api.Answer head = api.send("HEAD", "/api/v1/topics/t/tail", BodyPublishers.noBody());

        assertThat(head.expect(200).header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
        assertThat(head.response().body()).isEmpty();
    }

    @Test
    void aTailHasOnlySoManyPartitions() {
        Tails tails = server.context().getBean(Tails.class);
        await().until(() -> tails.count() == 0);

        assertThat(api.get("/api/v1/topics/wide/tail").problem(400, "invalid-argument"))
                .contains("3 partitions; the limit of a tail is 2");
        TestTail.open(api, "/api/v1/topics/wide/tail?partition=2").close();
        assertThat(api.get("/api/v1/topics/t/tail", "Last-Event-ID", "0:1,1:1,2:1")
                        .problem(400, "malformed-request"))
                .contains("3 partitions; the limit of a tail is 2");
        await().until(() -> tails.count() == 0);
    }

    @Test
    void aTailOverAllPartitionsTakesInThoseThatTheTopicGets() {
        Tails tails = server.context().getBean(Tails.class);
        await().until(() -> tails.count() == 0);
        api.post("/api/v1/topics", "{\"name\":\"growing\"}").expect(201);
        try (TestTail tail = TestTail.open(api, "/api/v1/topics/growing/tail")) {
            api.patch("/api/v1/topics/growing", "{\"partitions\":2}").expect(200);
            api.post("/api/v1/topics/growing/messages", "{\"messages\":[{\"value\":\"new\",\"partition\":1}]}")
                    .expect(200);
            assertThat(tail.values(1)).containsExactly("new");
            assertThat(tail.lastId()).isEqualTo("0:0,1:1");

            api.patch("/api/v1/topics/growing", "{\"partitions\":3}").expect(200);
            assertThat(tail.events(2).get(1).type()).isEqualTo("end");
            assertThat(tail.events(2).get(1).data().path("detail").asString())
                    .contains("3 partitions; the limit of a tail is 2");
        }
        await().until(() -> tails.count() == 0);
    }
}

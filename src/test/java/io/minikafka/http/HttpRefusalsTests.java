package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.server.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before the broker is asked, each as a problem that says what is accepted. */
class HttpRefusalsTests {
    private static RunningServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = RunningServer.start("--spring.profiles.active=memory");
        api = new Api(server);
        api.post("/api/v1/topics", "{\"name\":\"t\"}").expect(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                         | body is empty or null
            null                                                       | body is empty or null
            {                                                          | no JSON in UTF-8 (line 1
            []                                                         | wrong kind at $
            {"messages":[]}                                            | no messages; accepted is 1 or more
            {}                                                         | no messages; accepted is 1 or more
            {"messages":[{}]}                                          | neither messages[0].value nor messages[0].valueBase64
            {"messages":[null]}                                        | messages[0] is missing
            {"messages":[{"value":"a"},{"valeu":"b"}]}                 | unknown field at $.messages[1].valeu
            {"messages":[{"value":"a","valueBase64":"YQ=="}]}          | both messages[0].value and messages[0].valueBase64
            {"messages":[{"valueBase64":"???"}]}                       | messages[0].valueBase64 is no base64
            {"messages":[{"value":"a","keyBase64":"Y"}]}               | messages[0].keyBase64 is no base64
            {"messages":[{"value":"\\ud800"}]}                         | messages[0].value has half of a surrogate pair
            {"messages":[{"value":1}]}                                 | wrong kind at $.messages[0].value
            {"messages":[{"value":"a","partition":"0"}]}               | wrong kind at $.messages[0].partition
            {"messages":[{"value":"a","partition":0.5}]}               | wrong kind at $.messages[0].partition
            {"messages":[{"value":"a","headers":[{"value":"b"}]}]}     | messages[0].headers[0].name is missing
            {"messages":[{"value":"a","headers":[{"name":"b"}]}]}      | neither messages[0].headers[0].value nor
            {"messages":[{"value":"a","value":"b"}]}                   | no JSON in UTF-8
            {"messages":[{"value":"a"}]} x                             | no JSON in UTF-8
            """)
    void whatIsNoRequestToProduceIsRefusedWithItsPlace(String json, String detail) {
        assertThat(api.post("/api/v1/topics/t/messages", json).problem(400, "malformed-request"))
                .contains(detail);
    }

    @Test
    void textThatIsNoUtf8IsRefused() {
        byte[] json = "{\"messages\":[{\"value\":\"?\"}]}".getBytes();
        json[24] = (byte) 0xff;

        assertThat(api.send(
                                "POST",
                                "/api/v1/topics/t/messages",
                                BodyPublishers.ofByteArray(json),
                                "Content-Type",
                                "application/json")
                        .problem(400, "malformed-request"))
                .contains("no JSON in UTF-8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/v1/topics?limit=x                                | 400 | malformed-request   | 'limit' is 'x'; accepted is a whole number
            /api/v1/topics?limit=0                                | 400 | invalid-argument    | 'limit' is 0; accepted is 1 or more
            /api/v1/topics?limt=1                                 | 400 | invalid-argument    | 'limt' is unknown here; accepted are after, limit
            /api/v1/topics/..%3B                                  | 400 | invalid-argument    | The topic name
            /api/v1/topics/t/partitions/x/messages                | 400 | malformed-request   | 'partition' is 'x'
            /api/v1/topics/t/partitions/0/messages?from=soon      | 400 | malformed-request   | 'soon' is no position; accepted is earliest, latest
            /api/v1/topics/t/partitions/0/messages?from=99999999999999999999 | 400 | malformed-request | is no position
            /api/v1/topics/t/partitions/0/messages?wait=5         | 400 | malformed-request   | '5' is no duration; accepted is
            /api/v1/topics/t/partitions/0/messages?wait=-5s       | 400 | malformed-request   | 'wait'
            /api/v1/topics/t/partitions/0/messages?values=hex     | 400 | malformed-request   | 'hex' is no format; accepted is auto, text or base64
            /api/v1/topics/t/partitions/0/messages?maxBytes=-1    | 400 | invalid-argument    | 'maxBytes' is -1
            /api/v1/topics/t/partitions/0/messages?from=1         | 416 | offset-out-of-range | The offset 1 is out of range
            /api/v1/groups/g                                      | 404 | unknown-group       | g
            /api/v1/nothing                                       | 404 | unknown-path        | Nothing is served at /api/v1/nothing
            /nothing                                              | 404 | unknown-path        | Nothing is served at /nothing
            """)
    void whatCannotBeReadIsRefused(String path, int status, String type, String detail) {
        assertThat(api.get(path).problem(status, type)).contains(detail);
    }

    @Test
    void anotherMethodIsRefusedWithThoseThatAre() {
        Api.Answer answer = api.send("PUT", "/api/v1/topics/t", BodyPublishers.noBody());

        assertThat(answer.problem(405, "method-not-allowed")).contains("The method is PUT; accepted is ");
        assertThat(answer.header("Allow")).contains("GET", "PATCH", "DELETE");
    }

    @Test
    void aFormatThatIsNotServedIsRefused() {
        assertThat(api.get("/api/v1/topics", "Accept", "text/html").problem(406, "not-acceptable"))
                .contains("application/json");
    }

    @Test
    void formsAndTextsAreNotProduced() {
        for (String type :
                new String[] {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"}) {
            assertThat(api.send(
                                    "POST",
                                    "/api/v1/topics/t/messages",
                                    BodyPublishers.ofString("value=a"),
                                    "Content-Type",
                                    type)
                            .problem(415, "unsupported-media-type"))
                    .contains("application/json", "application/octet-stream");
        }
    }

    @Test
    void aRequestWithoutContentTypeIsRefused() {
        assertThat(api.send("POST", "/api/v1/topics", BodyPublishers.ofString("{}"))
                        .problem(415, "unsupported-media-type"))
                .contains("application/json");
    }

    @Test
    void settingsOfATopicAreChecked() {
        assertThat(api.post("/api/v1/topics", "{\"name\":\"x\",\"retentionAge\":\"7\"}")
                        .problem(400, "malformed-request"))
                .contains("'7' is no duration; accepted is");
        assertThat(api.post("/api/v1/topics", "{\"name\":\"x\",\"durability\":\"memory\"}")
                        .problem(400, "malformed-request"))
                .contains("The durability is 'memory'; accepted is os or fsync");
        assertThat(api.post("/api/v1/topics", "{\"name\":\"x\",\"partitions\":0}")
                        .problem(400, "invalid-argument"))
                .contains("0", "from 1 to 10000");
        assertThat(api.post("/api/v1/topics", "{\"partitions\":1}").problem(400, "malformed-request"))
                .contains("'name'");
    }

    @Test
    void pagesOfOtherOriginsAreAllowedNothing() {
        Api.Answer preflight = api.send(
                "OPTIONS",
                "/api/v1/topics",
                BodyPublishers.noBody(),
                "Origin",
                "http://elsewhere.example",
                "Access-Control-Request-Method",
                "POST");
        Api.Answer read = api.get("/api/v1/topics", "Origin", "http://elsewhere.example");

        assertThat(read.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void whatTheContainerRefusesIsAProblemToo() {
        String answer = raw("GET /api/v1/topics/a|b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "urn:minikafka:problem:malformed-request");
    }

    private static String raw(String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.broker.Broker;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Placement;
import io.minikafka.broker.Start;
import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MessagesOverHttpTests extends HttpContract {
    private static final byte[] NO_TEXT = {(byte) 0xff, 0, 1};
    private static final String NO_TEXT_BASE64 = Base64.getEncoder().encodeToString(NO_TEXT);

    @Test
    void messagesGetTheirPlacesInTheRequestsOrder() {
        createTopic(2);

        JsonNode answer = api.post(
                        path + "/messages",
                        "{\"messages\":[{\"value\":\"a\",\"partition\":1},{\"value\":\"b\",\"partition\":0},{\"value\":\"c\",\"partition\":1}]}")
                .expect(200)
                .json();

        assertThat(answer.path("durability").asString()).isEqualTo(backend.durability());
        assertThat(answer.path("messages"))
                .hasToString(
                        "[{\"partition\":1,\"offset\":0},{\"partition\":0,\"offset\":0},{\"partition\":1,\"offset\":1}]");
    }

    @Test
    void everyBytesComeBackAsTheyWereSentWithKeyAndHeaders() {
        api.post(
                        path + "/messages",
                        "{\"messages\":[{\"keyBase64\":\"" + NO_TEXT_BASE64 + "\",\"valueBase64\":\"" + NO_TEXT_BASE64
                                + "\",\"headers\":[{\"name\":\"h\",\"value\":\"é\"},{\"name\":\"h\",\"valueBase64\":\""
                                + NO_TEXT_BASE64
                                + "\"}]},{\"key\":\"\",\"value\":\"\"},{\"value\":\"{\\\"é\\\":1}\\n\"}]}")
                .expect(200);

        List<StoredMessage> stored = server.context()
                .getBean(Broker.class)
                .fetch(
                        new TopicPartition(TopicName.of(topic), 0),
                        new Start.Earliest(),
                        new FetchLimits(10, 1000),
                        Duration.ZERO)
                .join()
                .messages();
        assertThat(stored.get(0).message())
                .isEqualTo(new Message(
                        Bytes.wrap(NO_TEXT),
                        Bytes.wrap(NO_TEXT),
                        List.of(Header.of("h", "é"), new Header("h", Bytes.wrap(NO_TEXT)))));
        assertThat(stored.get(1).message()).isEqualTo(Message.of(Bytes.EMPTY, Bytes.EMPTY));
        assertThat(stored.get(2).message()).isEqualTo(Message.utf8("{\"é\":1}\n"));

        JsonNode messages = read("").path("messages");
        assertThat(messages.path(0).path("valueBase64").asString()).isEqualTo(NO_TEXT_BASE64);
        assertThat(messages.path(0).has("value")).isFalse();
        assertThat(messages.path(0).path("keyBase64").asString()).isEqualTo(NO_TEXT_BASE64);
        assertThat(messages.path(0).path("headers").path(0).path("value").asString())
                .isEqualTo("é");
        assertThat(messages.path(0).path("headers").path(1).path("valueBase64").asString())
                .isEqualTo(NO_TEXT_BASE64);
        assertThat(messages.path(1).path("key").asString()).isEmpty();
        assertThat(messages.path(1).path("value").isString()).isTrue();
        assertThat(messages.path(2).path("value").asString()).isEqualTo("{\"é\":1}\n");
        assertThat(messages.path(2).has("key")).isFalse();
        assertThat(messages.path(2).has("keyBase64")).isFalse();
    }

    @Test
    void valuesAreTextOrBase64OnDemand() {
        api.postBytes(path + "/messages", NO_TEXT).expect(200);
        api.postBytes(path + "/messages?key=k", "text".getBytes()).expect(200);

        JsonNode base64 = read("?values=base64").path("messages").path(1);
        assertThat(base64.path("valueBase64").asString()).isEqualTo("dGV4dA==");
        assertThat(base64.path("keyBase64").asString()).isEqualTo("aw==");
        JsonNode text = read("?values=text").path("messages").path(0);
        assertThat(text.path("value").asString()).isEqualTo("\ufffd\u0000\u0001");
        assertThat(text.has("valueBase64")).isFalse();
    }

    @Test
    void rawBytesAreProducedAndRead() {
        createTopic(2);
        Api.Answer answer = api.postBytes(
                        path + "/messages?partition=1&keyBase64=" + Api.encoded(NO_TEXT_BASE64), NO_TEXT)
                .expect(200);
        assertThat(answer.json().path("messages").path(0).path("partition").asInt())
                .isEqualTo(1);

        HttpResponse<byte[]> raw =
                api.getBytes(path + "/partitions/1/messages/0", "Accept", "application/octet-stream");

        assertThat(raw.statusCode()).isEqualTo(200);
        assertThat(raw.body()).isEqualTo(NO_TEXT);
        assertThat(raw.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(raw.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(raw.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"" + topic + "-1-0.bin\"");
        assertThat(raw.headers().firstValue("Minikafka-Offset")).contains("0");
        assertThat(raw.headers().firstValue("Minikafka-Key-Base64")).contains(NO_TEXT_BASE64);
        assertThat(api.get(path + "/partitions/1/messages/0")
                        .expect(200)
                        .json()
                        .path("valueBase64")
                        .asString())
                .isEqualTo(NO_TEXT_BASE64);
    }

    @Test
    void anEmptyBodyIsAnEmptyMessage() {
        api.postBytes(path + "/messages", new byte[0]).expect(200);

        assertThat(api.getBytes(p0 + "/0", "Accept", "application/octet-stream").body())
                .isEmpty();
    }

    @Test
    void aMessageThatIsNotThereIsUnknown() {
        produceTo(0, "a");

        assertThat(api.get(p0 + "/1").problem(404, "unknown-message")).contains("from 0 up to 1");
        api.get(p0 + "/2").problem(416, "offset-out-of-range");
    }

    @Test
    void readingGoesOnAtTheNextOffset() {
        produceTo(0, "a", "b", "c");

        JsonNode first = read("?limit=2");
        assertThat(Api.texts(first.path("messages"), "value")).containsExactly("a", "b");
        assertThat(first.path("nextOffset").asLong()).isEqualTo(2);
        assertThat(first.path("logStartOffset").asLong()).isZero();
        assertThat(first.path("logEndOffset").asLong()).isEqualTo(3);
        assertThat(first.path("skipped").asLong()).isZero();
        assertThat(first.path("topic").asString()).isEqualTo(topic);
        JsonNode second = read("?from=2");
        assertThat(Api.texts(second.path("messages"), "value")).containsExactly("c");
        JsonNode third = read("?from=3");
        assertThat(third.path("messages").size()).isZero();
        assertThat(third.path("nextOffset").asLong()).isEqualTo(3);
    }

    @Test
    void aReplyIsBoundedInBytesButHasOneMessage() {
        produceTo(0, "a".repeat(100), "b".repeat(100));

        assertThat(read("?maxBytes=1").path("messages").size()).isOne();
        assertThat(read("?maxBytes=1000").path("messages").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "EARLIEST", "-2", "-100", "0"})
    void aStartIsAPlaceOrANumberFromTheEnd(String from) {
        produceTo(0, "a", "b", "c");

        List<String> values = Api.texts(read("?from=" + from).path("messages"), "value");

        assertThat(values)
                .isEqualTo(
                        switch (from) {
                            case "latest" -> List.of();
                            case "-2" -> List.of("b", "c");
                            default -> List.of("a", "b", "c");
                        });
    }

    @Test
    void aTimeIsAStart() {
        produceTo(0, "a");
        String time = read("").path("messages").path(0).path("timestamp").asString();
        await().untilAsserted(() -> {
            produceTo(0, "later");
            JsonNode last = read("?from=-1").path("messages").path(0);
            assertThat(last.path("timestamp").asString()).isNotEqualTo(time);
        });
        String later =
                read("?from=-1").path("messages").path(0).path("timestamp").asString();

        assertThat(Api.texts(read("?from=" + time).path("messages"), "value")).startsWith("a");
        assertThat(Api.texts(read("?from=" + later).path("messages"), "timestamp"))
                .isNotEmpty()
                .allMatch(later::equals);
    }

    @Test
    void aWaitingReadIsAnsweredByTheNextMessage() throws Exception {
        produceTo(0, "a");
        CompletableFuture<JsonNode> read =
                CompletableFuture.supplyAsync(() -> read("?from=1&wait=25s"), task -> new Thread(task).start());

        // However long it takes the read to arrive, this message answers it.
        produceTo(0, "b");

        assertThat(Api.texts(read.get().path("messages"), "value")).containsExactly("b");
    }

    @Test
    void anUnknownTopicOrPartitionCannotBeRead() {
        api.get(p0).problem(404, "unknown-topic");
        createTopic(1);
        api.get(path + "/partitions/1/messages").problem(404, "unknown-topic");
        assertThat(api.post(path + "/messages", "{\"messages\":[{\"value\":\"a\",\"partition\":1}]}")
                        .problem(404, "unknown-topic"))
                .contains("1");
    }

    @Test
    void keysChooseThePartition() {
        createTopic(8);
        Placement byKey = Placement.BY_KEY;
        int partition = server.context()
                .getBean(Broker.class)
                .produce(TopicName.of(topic), List.of(Message.of(Bytes.utf8("table-7"), Bytes.EMPTY)), byKey)
                .join()
                .runs()
                .get(0)
                .partition();

        JsonNode answer = api.post(path + "/messages", "{\"messages\":[{\"key\":\"table-7\",\"value\":\"x\"}]}")
                .expect(200)
                .json();

        assertThat(answer.path("messages").path(0).path("partition").asInt()).isEqualTo(partition);
        assertThat(answer.path("messages").path(0).path("offset").asLong()).isOne();
    }
}

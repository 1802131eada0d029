package io.minikafka.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.minikafka.resp.RespClient;
import io.minikafka.server.RunningServer;
import io.minikafka.v1.Message;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.ProduceRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Every page of the console over one service with files, in one browser. */
class ConsoleTests {
    private static final String MARKUP =
            "<img src=x onerror=\"window.ran = 1\"><script>window.ran = 1</script>${window.ran = 1}";

    private static RunningServer server;
    private static Browser browser;
    private static Requests http;
    private static String address;

    private final String topic = "t" + UUID.randomUUID();

    @BeforeAll
    static void start(@TempDir Path root) {
        browser = Browser.start();
        server = RunningServer.start(
                "--minikafka.root-dir=" + root.resolve("data"),
                "--minikafka.topic.durability=os",
                "--minikafka.history.interval=200ms",
                "--minikafka.metrics.group-lag-interval=200ms");
        http = new Requests(server.httpPort());
        address = "http://127.0.0.1:" + server.httpPort() + "/";
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    /** Whatever a test shows: nothing of it runs, nothing is blocked, and nobody else is asked. */
    @AfterEach
    void nothingBreaksTheRules() {
        assertThat(browser.js("return window.ran")).isNull();
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests())
                .isNotEmpty()
                .allMatch(url -> url.startsWith(address) || url.startsWith("blob:" + address));
        browser.size(1280, 900);
        browser.colors("light");
    }

    private void create(int partitions) {
        http.post("/topics", Map.of("name", topic, "partitions", partitions));
    }

    private static Map<String, Object> message(int partition, String value) {
        return Map.of("partition", partition, "value", value);
    }

    private void open(String part) {
        browser.open(address + "#/topics/" + topic + part);
    }

    @Test
    void topicsAreListedWithWhatTheyHoldAndHowMuchComes() {
        create(2);
        open("");
        browser.open(address + "#/topics");
        browser.type("input.filter", topic.substring(0, 20));
        browser.awaitText(topic, "0/s");
        await().untilAsserted(() -> {
            http.produce(topic, message(0, "more"), message(1, "and more"));
            assertThat(browser.find("tbody tr").getText())
                    .contains(topic, "7d", "ago")
                    .doesNotContain(" 0/s");
        });
        browser.find("tbody .spark");
        browser.screenshot("topics");
        browser.type("input.filter", "no such name");
        browser.awaitText("No topic has “no such name” in its name.");
    }

    @Test
    void messagesAreShownByPageInBothDirections() {
        create(1);
        produceMany(0, 120);
        open("");
        browser.awaitText("value 119.", "value 70.");
        assertThat(browser.text()).doesNotContain("value 69.");
        browser.click("Older");
        browser.awaitText("value 69.", "value 20.");
        browser.click("Older");
        browser.awaitText("value 19.", "value 0.");
        assertThat(browser.button("Older").isEnabled()).isFalse();
        browser.click("Newer");
        browser.awaitText("value 69.", "value 20.");

        open("/messages?partition=0&from=10");
        browser.awaitText("value 10.", "value 59.");
        assertThat(browser.texts("td.value code")).hasSize(50).startsWith("value 10.", "value 11.");
        browser.type("input.jump", "1h");
        browser.press(Keys.ENTER);
        browser.awaitText("value 0.");
        browser.type("input.jump", "99999");
        browser.press(Keys.ENTER);
        browser.awaitText("out of range");
        browser.type("input.jump", "yesterday");
        browser.press(Keys.ENTER);
        browser.awaitText("'yesterday' is no position");
    }

    private void produceMany(int partition, int many) {
        http.post(
                "/topics/" + topic + "/messages",
                Map.of(
                        "messages",
                        IntStream.range(0, many)
                                .mapToObj(i -> message(partition, "value " + i + "."))
                                .toList()));
    }

    @Test
    void messagesOfAllPartitionsAreShownTogetherEachOnce() {
        create(3);
        for (int partition = 0; partition < 3; partition++) {
            produceMany(partition, 40);
        }
        open("");
        Set<String> seen = new HashSet<>();
        for (int shown : new int[] {50, 50, 20}) {
            await().untilAsserted(() -> assertThat(offsets()).hasSize(shown).noneMatch(seen::contains));
            seen.addAll(offsets());
            if (shown == 50) {
                browser.press("o");
            }
        }
        assertThat(seen).hasSize(120);
        browser.press("n");
        await().untilAsserted(() -> assertThat(offsets()).hasSize(50));
        browser.press("n");
        browser.find(".bar select option[value='1']").click();
        await().untilAsserted(
                        () -> assertThat(browser.texts(".messages button.row")).hasSize(40));
    }

    /** With their partitions. */
    private static List<String> offsets() {
        return browser.texts("table.messages tbody tr").stream()
                .map(row -> row.substring(0, row.indexOf('\t', row.indexOf('\t') + 1)))
                .toList();
    }

    @Test
    void aMessageIsShownAsJsonAsTextAndInHexAndAsItIs() {
        create(1);
        http.produce(
                topic,
                Map.of(
                        "key",
                        "table-7",
                        "value",
                        "{\"big\":12345678901234567890,\"twice\":1,\"twice\":2.0,\"list\":[],\"text\":\"a,b:\\\"c\"}",
                        "headers",
                        List.of(Map.of("name", "trace", "value", "a1b2"))),
                Map.of("valueBase64", "AP8gSGk="));
        open("");
        browser.awaitText("table-7");
        browser.press("e");
        browser.awaitText(
                "{\n  \"big\": 12345678901234567890,\n  \"twice\": 1,\n  \"twice\": 2.0,\n  \"list\": [],\n",
                "\"text\": \"a,b:\\\"c\"",
                "trace",
                "a1b2",
                "00000000  00 ff 20 48 69");
        browser.screenshot("messages");
        browser.find(".bar select option[value=hex]").click();
        browser.awaitText("00000000  7b 22 62 69 67 22 3a 31");
        browser.colors("dark");
        browser.screenshot("messages-dark");
    }

    @Test
    void whatLooksLikeMarkupIsShownAsText() {
        create(1);
        http.produce(
                topic,
                Map.of("key", MARKUP, "value", MARKUP, "headers", List.of(Map.of("name", MARKUP, "value", MARKUP))),
                Map.of("value", "\u202Eevil\u0000\u001B[31m"));
        String group = MARKUP + "/" + topic;
        http.post("/groups/" + encoded(group) + "/reset", Map.of("topic", topic, "to", "earliest"));
        open("");
        browser.awaitText(MARKUP);
        browser.press("e");
        await().untilAsserted(() -> assertThat(count(browser.text(), MARKUP)).isEqualTo(6));
        assertThat(browser.text()).contains("·evil").doesNotContain("\u202E", "\u001B");
        browser.screenshot("markup");

        browser.open(address + "#/groups");
        browser.awaitText(group);
        browser.click(group);
        browser.awaitText("Members", group);
        assertThat(browser.has("main img, main script")).isFalse();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void aHugeValueIsShownWithinBounds() {
        create(1);
        http.produce(topic, Map.of("value", "x".repeat(1 << 20)), Map.of("value", "[" + "1,".repeat(500_000) + "1]"));
        open("");
        browser.awaitText("xxxx");
        browser.press("e");
        browser.awaitText("1.0 MiB", "Cut here.", "Show first 256 KiB");
        assertThat(browser.text().length()).isLessThan(40_000);
        browser.click("Show first 256 KiB");
        await().untilAsserted(() -> assertThat(browser.text().length()).isBetween(256 << 10, 300 << 10));
    }

    @Test
    void aTailShowsWhatComesThroughOtherDoorsAndGoesOnAfterAPause() {
        create(2);
        http.produce(topic, message(0, "from before"));
        open("/live");
        browser.awaitText("live", "Waiting for messages");
        try (RespClient redis = new RespClient(server.redisPort())) {
            redis.call("RPUSHX", "topics:" + topic, "through Redis");
        }
        browser.awaitText("through Redis");
        produceOverGrpc("through gRPC");
        browser.awaitText("through gRPC", "2 received");
        browser.press("p");
        browser.awaitText("paused");
        produceOverGrpc("while paused");
        http.produce(topic, message(1, "while paused, too"));
        browser.press("p");
        browser.awaitText("while paused", "while paused, too", "4 received");
        assertThat(browser.text()).doesNotContain("from before");
        browser.screenshot("live");

        http.post(
                "/topics/" + topic + "/messages",
                Map.of(
                        "messages",
                        IntStream.range(0, 500)
                                .mapToObj(i -> message(0, "many " + i))
                                .toList()));
        browser.awaitText("504 received", "the last 200 are shown");
        assertThat(browser.count("tbody tr")).isEqualTo(200);

        http.post("/topics", Map.of("name", topic + "-next"));
        browser.open(address + "#/topics/" + topic + "-next/live");
        browser.awaitText("Waiting for messages");
    }

    private void produceOverGrpc(String value) {
        MessageServiceGrpc.newBlockingStub(server.channel())
                .produce(ProduceRequest.newBuilder()
                        .setTopic(topic)
                        .addMessages(Message.newBuilder().setValue(ByteString.copyFromUtf8(value)))
                        .build());
    }

    @Test
    void aMessageIsProducedWithKeyHeadersAndPartition() {
        create(3);
        open("/produce");
        browser.type("#produce-value", "{\"two\":\"coffees\"}");
        browser.find(".check input").click();
        browser.type("#produce-key", "table-7");
        browser.find("#produce-partition option[value='2']").click();
        browser.click("Add a header");
        browser.type("input[aria-label='Name of header 1']", "trace");
        browser.type("input[aria-label='Value of header 1']", "a1b2");
        browser.screenshot("produce");
        browser.find(".produce button[type=submit]").click();
        browser.awaitText("Stored in partition 2 at offset 0.");
        assertThat(http.get("/api/v1/topics/" + topic + "/partitions/2/messages")
                        .body())
                .contains("\"key\":\"table-7\"", "\\\"two\\\"", "\"trace\"", "\"a1b2\"");

        browser.click("Base64");
        browser.type("#produce-value", "not base64!");
        browser.find(".produce button[type=submit]").click();
        browser.awaitText("messages[0].value");
        browser.type("#produce-value", "AP8=");
        browser.find(".produce button[type=submit]").click();
        browser.awaitText("Stored in partition 2 at offset 1.");
        browser.click("Partition 2, offset 1");
        browser.awaitText("00 ff");
    }

    @Test
    void aTopicIsCreatedChangedAndDeletedWithTheKeyboardAlone() {
        browser.open(address + "#/topics");
        browser.awaitText("Create topic");
        browser.press("c");
        browser.awaitText("Create a topic");
        browser.press(topic, Keys.TAB, "2", Keys.TAB, "soon", Keys.ENTER);
        browser.awaitText("A duration is refused");
        browser.retype("1d12h");
        browser.press(Keys.ENTER);
        browser.awaitText("The topic " + topic + " is there.", "1d12h");
        browser.screenshot("topic-empty");

        http.produce(topic, message(0, "one"), message(1, "two"));
        browser.press("5");
        browser.awaitText("Change settings");
        browser.press("4");
        browser.awaitText("First offset");
        browser.press("1");
        browser.awaitText("Newest");
        browser.press("5");
        tabTo("Change settings");
        browser.press(Keys.ENTER);
        browser.awaitText("Settings of " + topic);
        browser.retype("3d");
        browser.awaitText("cannot be got back");
        browser.press(Keys.ENTER);
        browser.awaitText("Changed.", "3d");

        tabTo("Delete topic");
        browser.press(Keys.ENTER);
        browser.awaitText("This deletes 2 messages");
        browser.screenshot("delete");
        browser.press(Keys.ESCAPE);
        browser.awaitNoText("This deletes");
        assertThat(browser.focused().getText()).isEqualTo("Delete topic");
        browser.press(Keys.ENTER);
        browser.awaitText("This deletes 2 messages");
        browser.press("something else", Keys.ENTER);
        assertThat(http.get("/api/v1/topics/" + topic).statusCode()).isEqualTo(200);
        browser.retype(topic);
        browser.press(Keys.ENTER);
        browser.awaitText("The topic " + topic + " is gone.");
        assertThat(http.get("/api/v1/topics/" + topic).statusCode()).isEqualTo(404);

        browser.press("?");
        browser.awaitText("Pause and resume a live tail");
        browser.screenshot("shortcuts");
        browser.press(Keys.ESCAPE);
        browser.press("g", "s");
        browser.awaitText("Doors");
        browser.press("g", "g");
        browser.find("input[aria-label='Filter groups by name']");
    }

    /** Everything can be come to, one after the other, and where one is can be seen. */
    private static void tabTo(String text) {
        for (int i = 0; i < 60; i++) {
            if (browser.focused().getText().equals(text)) {
                assertThat(browser.js("return getComputedStyle(document.activeElement).outlineStyle"))
                        .isEqualTo("solid");
                return;
            }
            browser.press(Keys.TAB);
        }
        throw new AssertionError("The keyboard does not come to " + text);
    }

    @Test
    void aGroupIsShownWithItsMembersAndItsLagAndIsResetAndDeleted() {
        create(2);
        http.produce(topic, message(0, "one"), message(0, "two"), message(1, "three"));
        String group = "g-" + topic;
        http.post("/groups/" + group + "/reset", Map.of("topic", topic, "to", "earliest"));
        try (RespClient member = new RespClient(server.redisPort())) {
            member.call("CLIENT", "SETNAME", group + ":member-one");
            member.call("BLPOP", "topics:" + topic, "10");
            browser.open(address + "#/groups/" + group);
            browser.awaitText("member-one", topic + " 0–1");
            browser.find("mk-chart canvas");
            assertThat(browser.button("Delete group").isEnabled()).isFalse();
            browser.screenshot("group");
        }
        browser.awaitText("Nobody is in this group");
        browser.click("Reset offsets");
        browser.find("#field-to option[value=latest]").click();
        browser.awaitText("are passed over");
        browser.screenshot("reset");
        browser.click("Reset");
        browser.awaitText("The offsets are set.");
        await().untilAsserted(
                        () -> assertThat(browser.find(".tiles dd").getText()).isEqualTo("0"));
        browser.open(address + "#/groups");
        browser.type("input.filter", group);
        browser.awaitText(group);
        browser.screenshot("groups");
        browser.click(group);
        browser.click("Delete group");
        browser.awaitText("This forgets the group’s offsets in 2 partitions");
        browser.find("dialog button.danger").click();
        browser.awaitText("The group " + group + " is gone.");
    }

    @Test
    void theServerIsShownWithItsDoorsAndItsDisk() {
        browser.open(address + "#/server");
        browser.awaitText(
                "gRPC",
                "Redis protocol",
                "HTTP",
                "are free",
                "file store in",
                "(os), unless a topic says otherwise",
                "Nobody need log in");
        browser.screenshot("server");
    }

    @Test
    void onAPhoneNothingIsWiderThanTheScreen() {
        create(3);
        http.produce(topic, Map.of("key", "k".repeat(300), "value", "word ".repeat(300) + "x".repeat(3000)));
        browser.size(360, 740);
        for (String page : List.of("", "/live", "/produce", "/partitions", "/settings")) {
            open(page);
            browser.awaitText("Partitions");
            browser.find(".part *");
            assertThat(browser.isWiderThanItsWindow()).as(page).isFalse();
        }
        open("");
        browser.awaitText("kkkk");
        browser.press("e");
        browser.awaitText("Copy value");
        assertThat(browser.isWiderThanItsWindow()).isFalse();
        browser.js("document.querySelector('.bar').scrollIntoView()");
        browser.screenshot("phone-topic");
        browser.open(address + "#/topics");
        browser.awaitText(topic);
        assertThat(browser.isWiderThanItsWindow()).isFalse();
        browser.screenshot("phone-topics");
        browser.open(address + "#/server");
        browser.awaitText("are free");
        assertThat(browser.isWiderThanItsWindow()).isFalse();
    }

    @Test
    void whatIsNotThereIsSaid() {
        open("");
        browser.awaitText("Not found", "There is no topic '" + topic + "'");
        browser.open(address + "#/groups/nobody");
        browser.awaitText("Not found");
        browser.open(address + "#/elsewhere");
        browser.awaitText("Nothing is here");
    }

    @Test
    void numbersAndTimesAreWrittenForPeople() {
        browser.open(address + "#/server");
        assertThat(browser.module("format.js", "return [$.bytes(0), $.bytes(1023), $.bytes(1536), $.bytes(2 ** 40)]"))
                .isEqualTo(List.of("0 B", "1023 B", "1.5 KiB", "1.0 TiB"));
        assertThat(browser.module(
                        "format.js",
                        "return ['PT36H', 'PT0.5S', 'PT168H', 'PT0S', 'PT1M1S'].map((text) => $.isoDuration(text))"))
                .isEqualTo(List.of("1d12h", "500ms", "7d", "0s", "1m1s"));
        assertThat(browser.module("format.js", "return [$.rate(0), $.rate(0.01), $.rate(2.34), $.rate(12345)]"))
                .isEqualTo(List.of("0/s", "<0.1/s", "2.3/s", "12,345/s"));
        assertThat(browser.module("format.js", "return [$.span(999), $.span(61000), $.span(90000000), $.span(5000)]"))
                .isEqualTo(List.of("<1s", "1m 1s", "1d 1h", "5s"));
        assertThat(browser.module("format.js", "return [$.prettyJson('{} x'), $.prettyJson('12'), $.start('a😀', 2)]"))
                .isEqualTo(Arrays.asList(null, null, "a"));
        assertThat(browser.module(
                        "pages/messages.js",
                        "return [$.place('15m', 900000), $.place('1,234'), $.place('latest'),"
                                + " $.place('2026-01-31 08:00').length]"))
                .isEqualTo(List.of("1970-01-01T00:00:00.000Z", "1234", "latest", 24L));
        assertThat(browser.module(
                        "tail.js",
                        "const seen = []; const take = $.eventReader((event) => seen.push(event.type + event.id));"
                                + " take('id: 1\\nda'); take('ta: {}\\n\\n:\\n\\nevent: end\\nid: 2\\n');"
                                + " take('data: {}\\n\\n'); return seen"))
                .isEqualTo(List.of("message1", "messagenull", "end2"));
    }
}

package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ServerOverHttpTests extends HttpContract {
    private final String group = "g-" + topic;

    private JsonNode json(String path) {
        return api.get("/api/v1" + path).expect(200).json();
    }

    @Test
    void theServerTellsItsDoorsItsProfileAndItsDisk() {
        JsonNode described = json("/server");

        assertThat(described.path("profile").asString())
                .isEqualTo(backend.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(described.path("durability").asString()).isEqualTo(backend.durability());
        assertThat(described.path("version").asString()).isNotEmpty();
        assertThat(Instant.parse(described.path("startTime").asString()))
                .isBefore(Instant.parse(described.path("time").asString()));
        assertThat(Api.texts(described.path("doors"), "name")).containsExactly("grpc", "redis", "http");
        assertThat(Api.texts(described.path("doors"), "address"))
                .containsExactly(
                        "127.0.0.1:" + server.grpcPort(),
                        "127.0.0.1:" + server.redisPort(),
                        "127.0.0.1:" + server.httpPort());
        assertThat(described.has("disk")).isEqualTo(backend == ServiceBackend.FILE);
        if (backend == ServiceBackend.FILE) {
            JsonNode disk = described.path("disk");
            assertThat(disk.path("freeBytes").asLong())
                    .isPositive()
                    .isLessThanOrEqualTo(disk.path("totalBytes").asLong());
            assertThat(disk.path("freeSpaceFloorBytes").asLong()).isEqualTo(256 << 20);
        }
    }

    @Test
    void theServerTellsHowManyConnectionsItsDoorsHave() {
        // The one that asks; Tomcat may answer on it before it counts it.
        await().untilAsserted(() -> assertThat(json("/server")
                        .path("doors")
                        .path(2)
                        .path("connections")
                        .asLong())
                .isPositive());
    }

    @Test
    void withoutUsersEverybodyMayDoEverything() {
        JsonNode caller = json("/caller?topic=" + topic);

        assertThat(caller.path("name").asString()).isEqualTo("anonymous");
        assertThat(caller.path("administrator").asBoolean()).isTrue();
        assertThat(caller.path("topics").path(0).path("topic").asString()).isEqualTo(topic);
        assertThat(Api.texts(caller.path("topics").path(0).path("rights")))
                .containsExactly("produce", "consume", "admin");
        assertThat(api.get("/api/v1/caller?topic=no/topic").problem(400, "invalid-argument"))
                .contains("no/topic");
    }

    @Test
    void groupsAreThereAtAGlanceByPageAndByPartsOfTheirNames() {
        createTopic(2);
        produceTo(1, "a", "b");
        api.post(GROUPS + "/" + group + "/reset", "{\"topic\":\"" + topic + "\",\"to\":\"earliest\"}")
                .expect(200);

        JsonNode found = json("/overview/groups?contains=" + group.toUpperCase(java.util.Locale.ROOT));

        assertThat(found.path("groups").size()).isOne();
        JsonNode only = found.path("groups").path(0);
        assertThat(only.path("name").asString()).isEqualTo(group);
        assertThat(Api.texts(only.path("topics"))).containsExactly(topic);
        assertThat(only.path("members").asInt()).isZero();
        assertThat(only.path("lag").asLong()).isEqualTo(2);
        assertThat(only.path("skipped").asLong()).isZero();
        assertThat(json("/overview/groups?after=" + group + "&contains=" + group)
                        .path("groups")
                        .size())
                .isZero();
        assertThat(Api.texts(json("/overview?contains=" + topic.substring(3)).path("topics"), "name"))
                .containsExactly(topic);
    }

    @Test
    void theHistoryOfATopicIsThatOfWhatWasProduced() {
        createTopic(1);
        String path = "/history/topics?topic=" + topic + "&points=1000";
        if (backend == ServiceBackend.KAFKA) {
            JsonNode history = json(path);
            assertThat(history.path("interval").asString()).isEqualTo("PT0S");
            assertThat(history.path("times").size()).isZero();
            return;
        }
        // Two samples have the topic as it is now: one of them stays, however they are thinned out.
        await().until(() -> known(json(path).path("topics").path(0).path("bytes")) > 1);
        produceTo(0, "a", "b", "c");

        await().untilAsserted(() -> {
            JsonNode history = json(path);
            assertThat(history.path("interval").asString()).isEqualTo("PT0.05S");
            assertThat(Api.texts(history.path("topics"), "name")).containsExactly(topic);
            assertThat(sum(history.path("topics").path(0).path("produced"))).isEqualTo(3);
            assertThat(history.path("produced").size())
                    .isEqualTo(history.path("times").size());
        });
        assertThat(json("/history/topics?points=2").path("times").size()).isEqualTo(2);
    }

    @Test
    void theHistoryOfAGroupIsThatOfItsLag() {
        createTopic(1);
        produceTo(0, "a", "b", "c");
        api.post(GROUPS + "/" + group + "/reset", "{\"topic\":\"" + topic + "\",\"to\":\"earliest\"}")
                .expect(200);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode lag = json("/history/groups?group=" + group + "&points=1000")
                    .path("groups")
                    .path(0)
                    .path("lag");
            assertThat(lag.path(lag.size() - 1).asLong()).isEqualTo(3);
        });
    }

    @Test
    void whatIsNotThereHasNoHistory() {
        api.get("/api/v1/history/topics?topic=" + topic).problem(404, "unknown-topic");
        api.get("/api/v1/history/groups?group=" + group).problem(404, "unknown-group");
        assertThat(api.get("/api/v1/history/topics?points=0").problem(400, "invalid-argument"))
                .contains("'points' is 0");
    }

    @Test
    void noAnswerIsTakenForAnythingElseNorUsedByPagesOfOtherSites() {
        for (String asked : new String[] {"/server", "/topics", "/topics/" + topic}) {
            Api.Answer answer = api.get("/api/v1" + asked);
            assertThat(answer.header("X-Content-Type-Options")).as(asked).isEqualTo("nosniff");
            assertThat(answer.header("Cross-Origin-Resource-Policy")).as(asked).isEqualTo("same-origin");
        }
    }

    private static long known(JsonNode numbers) {
        return numbers.valueStream().filter(number -> !number.isNull()).count();
    }

    private static long sum(JsonNode numbers) {
        long sum = 0;
        for (JsonNode number : numbers) {
            sum += number.isNull() ? 0 : number.asLong();
        }
        return sum;
    }
}

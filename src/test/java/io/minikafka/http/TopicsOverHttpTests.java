package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TopicsOverHttpTests extends HttpContract {
    @Test
    void aTopicIsCreatedWithItsSettingsAndTellsWhereItIs() {
        Api.Answer created = api.post(
                        TOPICS,
                        "{\"name\":\"" + topic
                                + "\",\"partitions\":2,\"retentionAge\":\"1h30m\",\"retentionBytes\":1073741824}")
                .expect(201);

        assertThat(created.header("Location")).isEqualTo(path);
        JsonNode described = api.get(path).expect(200).json();
        assertThat(described.path("name").asString()).isEqualTo(topic);
        assertThat(described.path("retentionAge").asString()).isEqualTo("PT1H30M");
        assertThat(described.path("retentionBytes").asLong()).isEqualTo(1L << 30);
        assertThat(described.path("partitions").size()).isEqualTo(2);
        assertThat(described.path("partitions").path(1).path("partition").asInt())
                .isEqualTo(1);
        assertThat(created.json().path("name")).isEqualTo(described.path("name"));
    }

    @Test
    void aTopicThatIsThereIsNotCreatedAgain() {
        createTopic(1);

        assertThat(api.post(TOPICS, "{\"name\":\"" + topic + "\"}").problem(409, "topic-exists"))
                .contains(topic);
    }

    @Test
    void changingOneSettingLeavesTheOthers() {
        api.post(TOPICS, "{\"name\":\"" + topic + "\",\"retentionBytes\":1000000,\"retentionAge\":\"PT2H\"}")
                .expect(201);

        JsonNode changed = api.patch(path, "{\"retentionAge\":\"3h\",\"partitions\":3}")
                .expect(200)
                .json();

        assertThat(changed.path("retentionAge").asString()).isEqualTo("PT3H");
        assertThat(changed.path("retentionBytes").asLong()).isEqualTo(1_000_000);
        assertThat(api.get(path).json().path("partitions").size()).isEqualTo(3);
    }

    @Test
    void partitionsNeverShrink() {
        createTopic(2);

        assertThat(api.patch(path, "{\"partitions\":1}").problem(400, "invalid-argument"))
                .contains("1", "2");
    }

    @Test
    void aDeletedTopicIsUnknown() {
        createTopic(1);

        api.delete(path).expect(204);

        assertThat(api.get(path).problem(404, "unknown-topic")).contains(topic);
        api.delete(path).problem(404, "unknown-topic");
    }

    @Test
    void aPartitionTellsItsOffsetsItsSizeAndItsOldestMessage() {
        createTopic(2);
        produceTo(1, "one", "two");

        JsonNode partitions = api.get(path).json().path("partitions");

        assertThat(partitions.path(0).path("logEndOffset").asLong()).isZero();
        assertThat(partitions.path(0).has("oldestMessage")).isFalse();
        assertThat(partitions.path(1).path("logStartOffset").asLong()).isZero();
        assertThat(partitions.path(1).path("logEndOffset").asLong()).isEqualTo(2);
        assertThat(partitions.path(1).path("bytes").asLong()).isPositive();
        assertThat(Instant.parse(partitions.path(1).path("oldestMessage").asString()))
                .isBeforeOrEqualTo(Instant.now().plusSeconds(60));
    }

    @Test
    void namesAreListedPageByPage() {
        for (String suffix : new String[] {"-c", "-a", "-b"}) {
            api.post(TOPICS, "{\"name\":\"" + topic + suffix + "\"}").expect(201);
        }

        JsonNode first = api.get(TOPICS + "?limit=2&after=" + topic).expect(200).json();
        assertThat(Api.texts(first.path("names"))).containsExactly(topic + "-a", topic + "-b");
        assertThat(first.path("next").asString()).isEqualTo(topic + "-b");
        JsonNode second = api.get(TOPICS + "?limit=1000&after=" + topic + "-b")
                .expect(200)
                .json();
        assertThat(Api.texts(second.path("names"))).startsWith(topic + "-c");
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void theOverviewHasEachTopicInNumbers() {
        createTopic(2);
        produceTo(0, "one");
        produceTo(1, "two", "three");
        String before = topic.substring(0, topic.length() - 1);

        JsonNode overview =
                api.get("/api/v1/overview?limit=1&after=" + before).expect(200).json();

        JsonNode summary = overview.path("topics").path(0);
        assertThat(summary.path("name").asString()).isEqualTo(topic);
        assertThat(summary.path("partitions").asInt()).isEqualTo(2);
        assertThat(summary.path("messages").asLong()).isEqualTo(3);
        assertThat(summary.path("appended").asLong()).isEqualTo(3);
        assertThat(summary.path("bytes").asLong()).isPositive();
        assertThat(Instant.parse(summary.path("oldestMessage").asString()))
                .isBeforeOrEqualTo(
                        Instant.parse(overview.path("time").asString()).plusSeconds(60));
    }
}

package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.grpc.TestConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GroupsOverHttpTests extends HttpContract {
    private final String group = "g-" + topic;

    private JsonNode describe() {
        return api.get(GROUPS + "/" + group).expect(200).json();
    }

    private JsonNode reset(String body) {
        return api.post(GROUPS + "/" + group + "/reset", body).expect(200).json();
    }

    @Test
    void aGroupsMembersAssignmentLagAndCommitsAreDescribed() {
        createTopic(1);
        produceTo(0, "a", "b", "c");
        TestConsumer member = TestConsumer.join(server.channel(), TestConsumer.joining(group, topic))
                .credit(10);
        TestConsumer.Delivered first = member.messages(3).get(0);
        assertThat(member.acknowledge(TestConsumer.upTo(first))).isEmpty();

        JsonNode described = describe();

        assertThat(described.path("name").asString()).isEqualTo(group);
        assertThat(described.path("lag").asLong()).isEqualTo(2);
        assertThat(described.path("skipped").asLong()).isZero();
        JsonNode progress = described.path("partitions").path(0);
        assertThat(progress.path("topic").asString()).isEqualTo(topic);
        assertThat(progress.path("partition").asInt()).isZero();
        assertThat(progress.path("committedOffset").asLong()).isOne();
        assertThat(progress.path("logEndOffset").asLong()).isEqualTo(3);
        assertThat(progress.path("lag").asLong()).isEqualTo(2);
        JsonNode only = described.path("members").path(0);
        assertThat(progress.path("owner").asLong()).isEqualTo(only.path("id").asLong());
        assertThat(Api.texts(only.path("topics"))).containsExactly(topic);
        assertThat(only.path("assignment").path(0).path("topic").asString()).isEqualTo(topic);

        assertThat(api.delete(GROUPS + "/" + group).problem(409, "failed-precondition"))
                .contains(group);
        assertThat(member.leave().isOk()).isTrue();
        await().untilAsserted(() -> api.delete(GROUPS + "/" + group).expect(204));
        api.get(GROUPS + "/" + group).problem(404, "unknown-group");
    }

    @ParameterizedTest
    @ValueSource(strings = {"earliest", "latest", "2", "2000-01-01T00:00:00Z"})
    void aGroupIsResetToAPlace(String to) {
        createTopic(1);
        produceTo(0, "a", "b", "c");

        JsonNode reset = reset("{\"topic\":\"" + topic + "\",\"to\":\"" + to + "\"}");

        long expected = switch (to) {
            case "latest" -> 3;
            case "2" -> 2;
            default -> 0;
        };
        assertThat(reset.path("partitions").path(0).path("committedOffset").asLong(-1))
                .isEqualTo(expected);
        assertThat(describe().path("lag").asLong()).isEqualTo(3 - expected);
    }

    @Test
    void onePartitionIsResetAndTheOthersStay() {
        createTopic(2);
        produceTo(0, "a");
        produceTo(1, "b");
        reset("{\"topic\":\"" + topic + "\",\"to\":\"latest\"}");

        reset("{\"topic\":\"" + topic + "\",\"partitions\":[1],\"to\":\"earliest\"}");

        assertThat(Api.texts(describe().path("partitions"), "committedOffset")).containsExactly("1", "0");
    }

    @Test
    void withoutATopicAllThatTheGroupReadsAreReset() {
        String other = topic + "-other";
        createTopic(1);
        produceTo(0, "a");
        api.post(TOPICS + "/" + other + "/messages", "{\"messages\":[{\"value\":\"b\"},{\"value\":\"c\"}]}")
                .expect(200);
        reset("{\"topic\":\"" + topic + "\",\"to\":\"latest\"}");
        reset("{\"topic\":\"" + other + "\",\"to\":\"latest\"}");
        assertThat(describe().path("lag").asLong()).isZero();

        JsonNode reset = reset("{\"to\":\"earliest\"}");

        assertThat(reset.path("lag").asLong()).isEqualTo(3);
        assertThat(api.post(GROUPS + "/" + group + "/reset", "{\"to\":\"1\"}").problem(400, "invalid-argument"))
                .contains("'topic'");
    }

    @Test
    void aResetBeyondTheEndIsOutOfRange() {
        createTopic(1);
        produceTo(0, "a");

        api.post(GROUPS + "/" + group + "/reset", "{\"topic\":\"" + topic + "\",\"to\":\"2\"}")
                .problem(416, "offset-out-of-range");
        api.post(GROUPS + "/" + group + "/reset", "{\"topic\":\"" + topic + "\"}")
                .problem(400, "malformed-request");
        api.post(GROUPS + "/" + group + "/reset", "{\"topic\":\"" + topic + "\",\"to\":\"-1\"}")
                .problem(400, "malformed-request");
        api.post(GROUPS + "/" + group + "/reset", "{\"partitions\":[0],\"to\":\"latest\"}")
                .problem(400, "malformed-request");
    }

    @Test
    void namesOfGroupsAreListedPageByPage() {
        createTopic(1);
        for (String suffix : new String[] {"-b", "-a"}) {
            api.post(GROUPS + "/" + group + suffix + "/reset", "{\"topic\":\"" + topic + "\",\"to\":\"latest\"}")
                    .expect(200);
        }

        JsonNode first = api.get(GROUPS + "?limit=1&after=" + group).expect(200).json();

        assertThat(Api.texts(first.path("names"))).containsExactly(group + "-a");
        assertThat(first.path("next").asString()).isEqualTo(group + "-a");
    }

    @Test
    void aGroupMayHaveAnyName() {
        createTopic(1);
        String any = "ein/e Büro; für 100 % & \"alle\"?#" + group;
        String path = GROUPS + "/" + Api.encoded(any);
        api.post(path + "/reset", "{\"topic\":\"" + topic + "\",\"to\":\"latest\"}")
                .expect(200);

        assertThat(api.get(path).expect(200).json().path("name").asString()).isEqualTo(any);
    }
}

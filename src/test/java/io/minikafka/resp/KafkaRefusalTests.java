package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.kafka.TestCluster;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cluster refuses, as clients of the Redis door are told. */
class KafkaRefusalTests {
    private final TestCluster cluster = TestCluster.start(Map.of(
            "authorizer.class.name",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found",
            "true"));
    private final TestRespDoor door = new KafkaRespBackend(cluster).open(new TestRespDoor.Settings(), Map.of());

    @BeforeEach
    void denyOneTopicAndOneGroup() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("readonly", 1, (short) 1),
                            new NewTopic("secret", 1, (short) 1),
                            new NewTopic("small", 1, (short) 1).configs(Map.of("max.message.bytes", "1000"))))
                    .all()
                    .get();
            admin.createAcls(List.of(
                            deny(ResourceType.TOPIC, "readonly", AclOperation.WRITE),
                            deny(ResourceType.TOPIC, "secret", AclOperation.READ),
                            deny(ResourceType.GROUP, "outsiders", AclOperation.READ)))
                    .all()
                    .get();
        }
    }

    private static AclBinding deny(ResourceType type, String name, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", operation, AclPermissionType.DENY));
    }

    @AfterEach
    void close() {
        door.close();
        cluster.close();
    }

    @Test
    void whatKafkaForbidsIsForbiddenAndTheConnectionAndOthersGoOn() {
        RespClient client = door.connect();
        // At once, or with the next command: only Kafka knows.
        await().until(() ->
                client.call("RPUSHX", "topics:readonly", "secret value").startsWith("-NOPERM "));
        assertThat(client.call("RPUSHX", "topics:free", "m")).isEqualTo(RespFixture.ONE);

        RespClient reader = door.member("g:1");
        assertThat(reader.call("BLPOP", "topics:secret", "30"))
                .startsWith("-NOPERM ")
                .contains("secret");
        RespClient outsider = door.member("outsiders:1");
        assertThat(outsider.call("BLPOP", "topics:free", "30"))
                .startsWith("-NOPERM ")
                .contains("outsiders");
        assertThat(outsider.call("PING")).isEqualTo("+PONG\r\n");
        assertThat(Popped.of(door.member("g:2").call("BLPOP", "topics:free", "30"))
                        .value())
                .isEqualTo("m");
    }

    @Test
    void aMessageTooLargeForItsTopicIsRefusedWithBothNumbersAndKeptFromTheLog() {
        RespClient client = door.connect();
        assertThat(client.call("RPUSHX", "topics:small", "x".repeat(2_000)))
                .startsWith("-PROD ")
                .contains("2000", "1000");
        assertThat(client.call("RPUSHX", "topics:small", "fits")).isEqualTo(RespFixture.ONE);
    }
}

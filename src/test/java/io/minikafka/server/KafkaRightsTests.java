package io.minikafka.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.minikafka.kafka.TestCluster;
import io.minikafka.resp.RespClient;
import io.minikafka.v1.DeleteTopicRequest;
import io.minikafka.v1.ListTopicsRequest;
import io.minikafka.v1.Message;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.PollRequest;
import io.minikafka.v1.ProduceRequest;
import io.minikafka.v1.TopicServiceGrpc;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** What users may do where topics are a Kafka cluster's, to which the service itself logs in. */
class KafkaRightsTests {
    private static final String RUN = UUID.randomUUID().toString();
    private static final String ORDERS = "orders." + RUN;
    private static final String PAYMENTS = "payments." + RUN;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(
                "--spring.profiles.active=kafka",
                "--spring.kafka.bootstrap-servers=" + TestCluster.shared().bootstrapServers(),
                "--minikafka.resp.acknowledge=stored",
                "--minikafka.security.users.root.password=" + hash("root"),
                "--minikafka.security.users.root.rights=admin",
                "--minikafka.security.users.shop.password=" + hash("shop"),
                "--minikafka.security.users.shop.rights=produce:orders.*",
                "--minikafka.security.users.billing.password=" + hash("billing"),
                "--minikafka.security.users.billing.rights=consume:orders.*");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String hash(String password) {
        return "{bcrypt}" + new BCryptPasswordEncoder(4).encode(password);
    }

    private static <S extends AbstractStub<S>> S as(String user, S stub) {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(UTF_8)));
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static MessageServiceGrpc.MessageServiceBlockingStub messages(String user) {
        return as(user, MessageServiceGrpc.newBlockingStub(server.channel()));
    }

    private static TopicServiceGrpc.TopicServiceBlockingStub topics(String user) {
        return as(user, TopicServiceGrpc.newBlockingStub(server.channel()));
    }

    private static List<String> topicsSeenBy(String user) {
        return topics(user).listTopics(ListTopicsRequest.getDefaultInstance()).getNamesList();
    }

    private static ProduceRequest message(String topic) {
        return ProduceRequest.newBuilder()
                .setTopic(topic)
                .addMessages(Message.getDefaultInstance())
                .build();
    }

    private static Status refusal(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call).getStatus();
    }

    @Test
    void aGrpcUserProducesWhereItMayAndNowhereElse() {
        assertThat(messages("shop").produce(message(ORDERS + ".grpc")).getRunsCount())
                .isEqualTo(1);
        Status refused = refusal(() -> messages("shop").produce(message(PAYMENTS)));
        assertThat(refused.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refused.getDescription())
                .isEqualTo("User 'shop' has no right to produce to the topic '" + PAYMENTS + "'");
        assertThat(topicsSeenBy("root")).as("a refusal creates no topic").doesNotContain(PAYMENTS);
        assertThat(topicsSeenBy("shop"))
                .contains(ORDERS + ".grpc")
                .allSatisfy(topic -> assertThat(topic).startsWith("orders."));

        PollRequest poll = PollRequest.newBuilder().setTopic(ORDERS + ".grpc").build();
        assertThat(refusal(() -> messages("shop").poll(poll)).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        await().until(() -> messages("billing").poll(poll).getMessagesCount() == 1);
        assertThat(refusal(() -> messages("billing").produce(message(ORDERS + ".grpc")))
                        .getCode())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        DeleteTopicRequest delete =
                DeleteTopicRequest.newBuilder().setName(ORDERS + ".grpc").build();
        assertThat(refusal(() -> topics("shop").deleteTopic(delete)).getCode())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refusal(() -> TopicServiceGrpc.newBlockingStub(server.channel())
                                .deleteTopic(delete))
                        .getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aRedisUserProducesWhereItMayAndNowhereElse() {
        String topic = ORDERS + ".redis";
        try (RespClient shop = redis("shop");
                RespClient billing = redis("billing")) {
            // In one piece, as pipelines are: a refusal in the middle takes nothing else with it.
            shop.send("RPUSHX topics:" + topic + " one\r\nRPUSHX topics:" + PAYMENTS + " no\r\nRPUSHX topics:" + topic
                    + " two\r\n");
            assertThat(shop.reply()).isEqualTo(":1\r\n");
            assertThat(shop.reply())
                    .isEqualTo("-NOPERM User 'shop' has no right to produce to the topic '" + PAYMENTS + "'\r\n");
            assertThat(shop.reply()).isEqualTo(":1\r\n");
            assertThat(shop.call("CLIENT", "SETNAME", RUN + ":shop")).isEqualTo("+OK\r\n");
            assertThat(shop.call("BLPOP", "topics:" + topic, "1")).startsWith("-NOPERM User 'shop'");

            assertThat(billing.call("CLIENT", "SETNAME", RUN + ":billing")).isEqualTo("+OK\r\n");
            assertThat(billing.call("BLPOP", "topics:" + topic, "60")).contains("one");
            assertThat(billing.call("BLPOP", "topics:" + topic, "60")).contains("two");
            assertThat(billing.call("RPUSH", "acks", topic + ":0:1")).isEqualTo(":1\r\n");
            assertThat(billing.call("RPUSHX", "topics:" + topic, "no")).startsWith("-NOPERM User 'billing'");
        }
        assertThat(topicsSeenBy("root")).contains(topic).doesNotContain(PAYMENTS);
    }

    private static RespClient redis(String user) {
        RespClient client = new RespClient(server.redisPort());
        assertThat(client.call("PING")).isEqualTo("-NOAUTH Authentication required.\r\n");
        assertThat(client.call("AUTH", user, user)).isEqualTo("+OK\r\n");
        return client;
    }
}

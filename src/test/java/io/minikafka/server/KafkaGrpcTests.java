package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.Consumer;
import io.minikafka.client.MessageHeader;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ReadOptions;
import io.minikafka.client.RecordMetadata;
import io.minikafka.client.StartPosition;
import io.minikafka.client.TopicConfig;
import io.minikafka.grpc.TestConsumer;
import io.minikafka.kafka.TestCluster;
import io.minikafka.protocol.MiniKafkaGrpc;
import io.minikafka.protocol.MsgNumber;
import io.minikafka.protocol.Payload;
import io.minikafka.protocol.PollRequest;
import io.minikafka.protocol.PollResponse;
import io.minikafka.protocol.ProduceRequest;
import io.minikafka.protocol.Topic;
import io.minikafka.v1.DescribeGroupRequest;
import io.minikafka.v1.DescribeTopicRequest;
import io.minikafka.v1.Durability;
import io.minikafka.v1.GroupServiceGrpc;
import io.minikafka.v1.PartitionProgress;
import io.minikafka.v1.ResetOffsetsRequest;
import io.minikafka.v1.Start;
import io.minikafka.v1.TopicServiceGrpc;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole service before a cluster, as clients of both gRPC protocols use it. */
class KafkaGrpcTests {
    private static RunningServer server;
    private static MinikafkaClient client;

    private final String topic = "t" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        server = RunningServer.start(
                "--spring.profiles.active=kafka",
                "--spring.kafka.bootstrap-servers=" + TestCluster.shared().bootstrapServers(),
                "--minikafka.metrics.group-lag-interval=100ms");
        client = MinikafkaClient.connect(
                "127.0.0.1:" + server.context().getBean(GrpcDoor.class).getPort());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void clientsOfTheFirstMinikafkaWorkUnchanged() {
        MiniKafkaGrpc.MiniKafkaBlockingStub first = MiniKafkaGrpc.newBlockingStub(server.channel());
        for (int i = 1; i <= 3; i++) {
            MsgNumber number = first.produce(ProduceRequest.newBuilder()
                    .setTopic(Topic.newBuilder().setTopic(topic))
                    .setPayload(Payload.newBuilder().setPayload(ByteString.copyFromUtf8("m" + i)))
                    .build());
            assertThat(number.getMsgNumber()).isEqualTo(i);
        }
        PollResponse all = first.poll(PollRequest.newBuilder().setTopic(topic).build());
        assertThat(all.getPayloadsList())
                .extracting(payload -> payload.getPayload().toStringUtf8())
                .containsExactly("m1", "m2", "m3");
        PollResponse none = first.poll(PollRequest.newBuilder()
                .setTopic(topic)
                .setReadFrom(all.getNewReadFrom())
                .build());
        assertThat(none.getPayloadsList()).isEmpty();
        assertThat(none.getNewReadFrom()).isEqualTo(all.getNewReadFrom());
    }

    @Test
    void keysHeadersPartitionsAndTimesArriveAsTheyWereProduced() {
        client.topics().create(topic, TopicConfig.DEFAULT.withPartitions(3).withRetentionAge(Duration.ofHours(1)));
        assertThat(client.topics().describe(topic).retentionAge()).isEqualTo(Duration.ofHours(1));
        try (Producer producer = client.producer(topic)) {
            RecordMetadata stored = producer.send(
                    ProducerMessage.utf8("key", "first").withHeaders(List.of(MessageHeader.of("h", "7"))));
            assertThat(producer.send(ProducerMessage.utf8("key", "second")).partition())
                    .isEqualTo(stored.partition());
            ReadOptions options = ReadOptions.DEFAULT.withPartition(stored.partition());
            List<ConsumedMessage> read;
            try (Consumer consumer = client.consumer(topic, StartPosition.earliest(), options)) {
                read = consumer.poll(Duration.ZERO);
                assertThat(read).extracting(ConsumedMessage::text).containsExactly("first", "second");
                assertThat(read.get(0).keyText()).isEqualTo("key");
                assertThat(read.get(0).headers())
                        .extracting(MessageHeader::text)
                        .containsExactly("7");
                assertThat(consumer.poll(Duration.ZERO)).isEmpty();
                producer.send(ProducerMessage.utf8("key", "third"));
                assertThat(consumer.poll(Duration.ofSeconds(30)))
                        .extracting(ConsumedMessage::text)
                        .containsExactly("third");
            }
            try (Consumer consumer =
                    client.consumer(topic, StartPosition.time(read.get(1).timestamp()), options)) {
                assertThat(consumer.poll(Duration.ZERO))
                        .extracting(ConsumedMessage::text)
                        .contains("second", "third");
            }
        }
        assertThat(TopicServiceGrpc.newBlockingStub(server.channel())
                        .describeTopic(
                                DescribeTopicRequest.newBuilder().setName(topic).build())
                        .getTopic()
                        .getSettings()
                        .getDurability())
                .isEqualTo(Durability.DURABILITY_CLUSTER);
    }

    @Test
    void aGroupsMemberConsumesAndItsLagIsDescribedAndPublishedAndCanBeReset() throws Exception {
        try (Producer producer = client.producer(topic)) {
            for (int i = 0; i < 3; i++) {
                producer.send(ProducerMessage.utf8("m" + i));
            }
        }
        String group = "g-" + topic;
        TestConsumer member = TestConsumer.join(server.channel(), TestConsumer.joining(group, topic))
                .credit(10);
        List<TestConsumer.Delivered> messages = member.messages(3);
        assertThat(messages)
                .extracting(delivered -> delivered.message().getOffset())
                .containsExactly(0L, 1L, 2L);
        assertThat(member.acknowledge(TestConsumer.upTo(messages.get(0)))).isEmpty();
        assertThat(progress(group).getCommittedOffset()).isEqualTo(1);
        assertThat(progress(group).getLag()).isEqualTo(2);
        String metric = "/actuator/metrics/minikafka.group.lag?tag=group:" + group;
        await().until(() -> server.get(metric).body().contains("\"value\":2.0"));

        assertThat(member.leave().isOk()).isTrue();
        GroupServiceGrpc.newBlockingStub(server.channel())
                .resetOffsets(ResetOffsetsRequest.newBuilder()
                        .setGroup(group)
                        .setTopic(topic)
                        .setTo(Start.newBuilder().setEarliest(Start.Earliest.getDefaultInstance()))
                        .build());
        assertThat(progress(group).getLag()).isEqualTo(3);
        await().until(() -> server.get(metric).body().contains("\"value\":3.0"));
    }

    private static PartitionProgress progress(String group) {
        return GroupServiceGrpc.newBlockingStub(server.channel())
                .describeGroup(DescribeGroupRequest.newBuilder().setGroup(group).build())
                .getGroup()
                .getPartitions(0);
    }
}

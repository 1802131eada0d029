package io.minikafka.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.minikafka.client.ConsumeEvent.Acknowledged;
import io.minikafka.client.ConsumeEvent.Assigned;
import io.minikafka.client.ConsumeEvent.Damaged;
import io.minikafka.client.ConsumeEvent.Delivered;
import io.minikafka.client.ConsumeEvent.Unknown;
import io.minikafka.v1.ConsumeResponse;
import io.minikafka.v1.StoredMessage;
import io.minikafka.v1.TopicPartition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsumeEventTests {
    private static final StoredMessage MESSAGE = StoredMessage.newBuilder()
            .setOffset(7)
            .setValue(ByteString.copyFromUtf8("v"))
            .build();

    private final ConsumeEvent.Decoder decoder = new ConsumeEvent.Decoder();

    @Test
    void messagesAreDecodedWithWhereTheyComeFrom() {
        ConsumeResponse.Messages messages = ConsumeResponse.Messages.newBuilder()
                .setTopic("orders")
                .setPartition(3)
                .addMessages(MESSAGE)
                .setSkipped(2)
                .build();
        assertThat(decode(ConsumeResponse.newBuilder().setMessages(messages).build()))
                .usingRecursiveComparison()
                .isEqualTo(new Delivered(
                        new PartitionId("orders", 3), List.of(message("orders", 3)), messages.getSerializedSize(), 2));
    }

    @Test
    void theFieldsMayComeInAnyOrder() throws IOException {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(inner);
        out.writeMessage(ConsumeResponse.Messages.MESSAGES_FIELD_NUMBER, MESSAGE);
        out.writeInt32(ConsumeResponse.Messages.PARTITION_FIELD_NUMBER, 3);
        out.writeString(ConsumeResponse.Messages.TOPIC_FIELD_NUMBER, "orders");
        out.flush();
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        CodedOutputStream response = CodedOutputStream.newInstance(outer);
        response.writeByteArray(ConsumeResponse.MESSAGES_FIELD_NUMBER, inner.toByteArray());
        response.flush();
        Delivered delivered = (Delivered) decoder.parse(new ByteArrayInputStream(outer.toByteArray()));
        assertThat(delivered.messages())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(message("orders", 3));
    }

    @Test
    void theOtherEventsAreDecoded() {
        TopicPartition partition =
                TopicPartition.newBuilder().setTopic("orders").setPartition(1).build();
        assertThat(decode(ConsumeResponse.newBuilder()
                        .setAssigned(ConsumeResponse.Assigned.newBuilder().addPartitions(partition))
                        .build()))
                .isEqualTo(new Assigned(Set.of(new PartitionId("orders", 1))));
        assertThat(decode(ConsumeResponse.newBuilder()
                        .setAssigned(ConsumeResponse.Assigned.getDefaultInstance())
                        .build()))
                .isEqualTo(new Assigned(Set.of()));
        assertThat(decode(ConsumeResponse.newBuilder()
                        .setAcknowledged(ConsumeResponse.Acknowledged.getDefaultInstance())
                        .build()))
                .isEqualTo(new Acknowledged(Map.of()));
        assertThat(decode(ConsumeResponse.newBuilder()
                        .setAcknowledged(ConsumeResponse.Acknowledged.newBuilder()
                                .addRefusals(ConsumeResponse.Acknowledged.Refusal.newBuilder()
                                        .setTopic("orders")
                                        .setPartition(1)
                                        .setReason("moved")))
                        .build()))
                .isEqualTo(new Acknowledged(Map.of(new PartitionId("orders", 1), "moved")));
        assertThat(decode(ConsumeResponse.newBuilder()
                        .setDamaged(ConsumeResponse.Damaged.newBuilder()
                                .setTopic("orders")
                                .setNextOffset(9)
                                .setDescription("broken"))
                        .build()))
                .isEqualTo(new Damaged(new PartitionId("orders", 0), 9, "broken"));
        assertThat(decode(ConsumeResponse.getDefaultInstance())).isEqualTo(new Unknown());
    }

    private ConsumeEvent decode(ConsumeResponse response) {
        return decoder.parse(new ByteArrayInputStream(response.toByteArray()));
    }

    private static ConsumedMessage message(String topic, int partition) {
        return new ConsumedMessage(topic, partition, 7, Instant.EPOCH, null, "v".getBytes(UTF_8), List.of());
    }
}

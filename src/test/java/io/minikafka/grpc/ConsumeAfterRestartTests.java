package io.minikafka.grpc;

import static io.minikafka.grpc.TestConsumer.joining;
import static io.minikafka.grpc.TestConsumer.upTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minikafka.grpc.TestConsumer.Delivered;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members whose whole service went away, and came back over the same directory. */
class ConsumeAfterRestartTests extends DoorFixture {
    @Override
    void connected() {}

    @BeforeEach
    void somethingMustBeLeft() {
        assumeTrue(kind == TestStore.FILE, "A store in memory keeps nothing");
    }

    private void append(int partitions, int each) {
        store.createTopic(TopicName.of("orders"), TopicSettings.DEFAULT.withPartitions(partitions));
        for (int partition = 0; partition < partitions; partition++) {
            int number = partition;
            List<Message> messages = IntStream.range(0, each)
                    .mapToObj(i -> Message.utf8(number + "-" + i))
                    .toList();
            store.append(TopicPartition.of("orders", partition), messages).join();
        }
    }

    @Test
    void aGroupGoesOnAtItsCommittedOffsets() {
        append(1, 3);
        TestConsumer before =
                TestConsumer.join(door.channel, joining("billing", "orders")).credit(3);
        assertThat(before.texts(3)).containsExactly("0-0", "0-1", "0-2");
        assertThat(before.acknowledge(upTo("orders", 0, 0))).isEmpty();

        restart();

        assertThat(TestConsumer.join(door.channel, joining("billing", "orders"))
                        .credit(3)
                        .texts(2))
                .containsExactly("0-1", "0-2");
    }

    @Test
    void aWholeGroupGetsWhatItHasNotAcknowledgedAndNothingElse() {
        append(4, 10);
        TestConsumer one = TestConsumer.join(door.channel, joining("billing", "orders"));
        TestConsumer two = TestConsumer.join(door.channel, joining("billing", "orders"));
        one.awaitAssignment(partitions -> partitions.size() == 2);
        two.awaitAssignment(partitions -> partitions.size() == 2);
        List<String> seen = new ArrayList<>();
        List<String> unacknowledged = new ArrayList<>();
        for (TestConsumer member : List.of(one, two)) {
            List<Delivered> delivered = member.credit(20).messages(20);
            for (Delivered message : delivered) {
                seen.add(message.text());
                if (message.offset() > 6) {
                    unacknowledged.add(message.text());
                } else {
                    assertThat(member.acknowledge(upTo(message))).isEmpty();
                }
            }
        }
        assertThat(seen).doesNotHaveDuplicates().hasSize(40);

        restart();

        TestConsumer after = TestConsumer.join(door.channel, joining("billing", "orders"));
        assertThat(after.credit(40).texts(12)).containsExactlyInAnyOrderElementsOf(unacknowledged);
    }

    @Test
    void whatNobodyAcknowledgedComesAgain() {
        append(1, 3);
        TestConsumer before =
                TestConsumer.join(door.channel, joining("billing", "orders")).credit(3);
        assertThat(before.texts(3)).hasSize(3);

        restart();

        assertThat(TestConsumer.join(door.channel, joining("billing", "orders"))
                        .credit(3)
                        .texts(3))
                .containsExactly("0-0", "0-1", "0-2");
    }
}

package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.ConsumeEvent.Damaged;
import io.minikafka.client.ConsumeEvent.Delivered;
import io.minikafka.client.MinikafkaException.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has arrived, and what may be acknowledged of it. */
class InboxTests {
    private static final PartitionId P0 = new PartitionId("orders", 0);
    private static final PartitionId P1 = new PartitionId("orders", 1);

    private final Assignment assignment = new Assignment();
    private final Inbox inbox = new Inbox(assignment);

    @BeforeEach
    void assign() {
        assignment.assign(Set.of(P0, P1));
    }

    @Test
    void messagesOfSeveralPartitionsAreTakenTogether() {
        inbox.add(delivered(P0, 0, 3, 0));
        inbox.add(delivered(P1, 5, 7, 0));
        assertThat(names(inbox.take(10)))
                .containsExactly("orders-0:0", "orders-0:1", "orders-0:2", "orders-1:5", "orders-1:6");
        assertThat(inbox.isEmpty()).isTrue();
        assertThat(inbox.take(10)).isEmpty();
    }

    @Test
    void aBatchMayTakeSeveralPolls() {
        inbox.add(delivered(P0, 0, 5, 0));
        inbox.add(delivered(P1, 0, 1, 0));
        assertThat(names(inbox.take(2))).containsExactly("orders-0:0", "orders-0:1");
        assertThat(names(inbox.take(2))).containsExactly("orders-0:2", "orders-0:3");
        assertThat(names(inbox.take(2))).containsExactly("orders-0:4", "orders-1:0");
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void damageIsMetInItsPlace() {
        inbox.add(delivered(P0, 0, 1, 0));
        inbox.add(new Damaged(P0, 2, "broken"));
        inbox.add(delivered(P0, 2, 3, 0));
        assertThat(inbox.takeDamage()).isNull();
        assertThat(names(inbox.take(10))).containsExactly("orders-0:0");
        MinikafkaException damage = inbox.takeDamage();
        assertThat(damage).hasMessage("broken");
        assertThat(damage.kind()).isEqualTo(Kind.DATA_LOSS);
        assertThat(names(inbox.take(10))).containsExactly("orders-0:2");
    }

    @Test
    void whatWasSkippedCountsOnceAndWhenItIsTaken() {
        inbox.add(delivered(P0, 4, 6, 4));
        assertThat(inbox.takeSkipped()).isZero();
        inbox.take(1);
        assertThat(inbox.takeSkipped()).isEqualTo(4);
        inbox.take(1);
        assertThat(inbox.takeSkipped()).isZero();
    }

    @Test
    void whatIsDroppedIsCountedAndTheRestIsWhole() {
        inbox.add(delivered(P0, 0, 5, 0));
        inbox.add(new Damaged(P0, 6, "broken"));
        inbox.add(delivered(P1, 0, 2, 0));
        inbox.add(delivered(P0, 6, 8, 0));
        inbox.take(2);
        assertThat(inbox.drop(P0::equals)).isEqualTo(5);
        assertThat(inbox.takeDamage()).isNull();
        assertThat(names(inbox.take(10))).containsExactly("orders-1:0", "orders-1:1");
    }

    @Test
    void onlyWhatWasPolledCanBeAcknowledged() {
        inbox.add(delivered(P0, 0, 5, 0));
        inbox.take(2);
        assertThat(assignment.refusal(P0, 1)).isNull();
        assertThat(assignment.refusal(P0, 2).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void whatWasPolledBeforeAPartitionWasAwayCannotBeAcknowledged() {
        inbox.add(delivered(P0, 0, 5, 0));
        inbox.take(5);
        assignment.assign(Set.of(P1));
        assertThat(assignment.refusal(P0, 4).kind()).isEqualTo(Kind.FAILED_PRECONDITION);
        assignment.assign(Set.of(P0, P1));
        assertThat(assignment.refusal(P0, 4).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void messagesThatComeAgainTellOfAPartitionThatWasAway() {
        assertThat(assignment.received(P0, 0, 4)).isTrue();
        assignment.polled(P0, 4);
        assertThat(assignment.received(P0, 5, 6)).isTrue();
        assertThat(assignment.refusal(P0, 4)).isNull();
        assertThat(assignment.received(P0, 2, 3)).isFalse();
        assertThat(assignment.refusal(P0, 2)).isNotNull();
    }

    private static Delivered delivered(PartitionId from, long first, long end, long skipped) {
        List<ConsumedMessage> messages = LongStream.range(first, end)
                .mapToObj(offset -> new ConsumedMessage(
                        from.topic(), from.partition(), offset, Instant.EPOCH, null, new byte[0], List.of()))
                .toList();
        return new Delivered(from, messages, 100, skipped);
    }

    private static List<String> names(List<ConsumedMessage> messages) {
        return messages.stream()
                .map(message -> PartitionId.of(message) + ":" + message.offset())
                .toList();
    }
}

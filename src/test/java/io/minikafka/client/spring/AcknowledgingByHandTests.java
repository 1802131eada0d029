package io.minikafka.client.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Acknowledgements by hand, when partitions come and go. */
class AcknowledgingByHandTests {
    private final MemoryClient client = new MemoryClient();
    private final GroupConsumer consumer = client.join(GroupSubscription.of("g", "orders"));
    private final AcknowledgingByHand acknowledging = new AcknowledgingByHand(new Commits("test", consumer));

    private static ConsumedMessage at(int partition, long offset) {
        return new ConsumedMessage("orders", partition, offset, Instant.EPOCH, null, new byte[0], List.of());
    }

    @Test
    void whatIsDeliveredAgainStartsAnew() {
        acknowledging.polled(List.of(at(0, 5), at(0, 6)));
        Acknowledgment lost = acknowledging.of(1, 2);
        acknowledging.polled(List.of(at(0, 5), at(0, 6)));
        lost.acknowledge();
        assertThat(client.commits).isEmpty();
        acknowledging.of(0, 1).acknowledge();
        assertThat(client.commits).containsExactly(6L);
    }

    @Test
    void partitionsDoNotWaitForEachOther() {
        acknowledging.polled(List.of(at(0, 1), at(1, 8), at(0, 2)));
        acknowledging.of(1, 2).acknowledge();
        assertThat(client.commits).containsExactly(9L);
        acknowledging.of(2, 3).acknowledge();
        assertThat(client.commits).containsExactly(9L);
    }

    @Test
    void whatIsOutstandingFromEarlierPollsHoldsLaterOnes() {
        acknowledging.polled(List.of(at(0, 1)));
        Acknowledgment first = acknowledging.of(0, 1);
        acknowledging.polled(List.of(at(0, 2)));
        acknowledging.of(0, 1).acknowledge();
        assertThat(client.commits).isEmpty();
        first.acknowledge();
        assertThat(client.commits).containsExactly(3L);
    }
}

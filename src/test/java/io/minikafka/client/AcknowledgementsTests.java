package io.minikafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.MinikafkaException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AcknowledgementsTests {
    private static final PartitionId P0 = new PartitionId("orders", 0);
    private static final PartitionId P1 = new PartitionId("orders", 1);

    private final Acknowledgements acknowledgements = new Acknowledgements();

    @Test
    void aLoneOneLeavesAtOnce() {
        CompletableFuture<Void> one = add(P0, 3);
        assertThat(acknowledgements.next()).isEqualTo(Map.of(P0, 3L));
        assertThat(acknowledgements.next()).isNull();
        acknowledgements.answered(Map.of()).run();
        assertThat(one).isCompleted();
    }

    @Test
    void whatComesWhileManyAreUnderWayIsSentTogether() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        int sent = 0;
        for (int i = 0; i < 1_000; i++) {
            all.add(add(i % 2 == 0 ? P0 : P1, i));
            sent += acknowledgements.next() == null ? 0 : 1;
        }
        assertThat(sent).isLessThan(10);
        while (sent-- > 0) {
            acknowledgements.answered(Map.of()).run();
        }
        assertThat(acknowledgements.next()).isEqualTo(Map.of(P0, 998L, P1, 999L));
        assertThat(all.get(999)).isNotDone();
        acknowledgements.answered(Map.of()).run();
        assertThat(all).allMatch(CompletableFuture::isDone);
    }

    @Test
    void aRefusalFailsThoseThatNameItsPartition() {
        CompletableFuture<Void> first = add(P0, 1);
        CompletableFuture<Void> second = add(P1, 1);
        CompletableFuture<Void> both = acknowledgements.add(Map.of(P0, 2L, P1, 2L), null);
        acknowledgements.next();
        acknowledgements.answered(Map.of(P1, "it has moved")).run();
        assertThat(first).isCompleted();
        assertThat(second).isCompletedExceptionally();
        assertThat(MessagingClientContract.assertFailed(Kind.FAILED_PRECONDITION, both))
                .hasMessage("it has moved");
    }

    @Test
    void whatCouldNotBeSentFailsItWhenTheRestIsCommitted() {
        MinikafkaException refused = new MinikafkaException(Kind.FAILED_PRECONDITION, "not ours");
        CompletableFuture<Void> some = acknowledgements.add(Map.of(P0, 1L), refused);
        acknowledgements.next();
        assertThat(some).isNotDone();
        acknowledgements.answered(Map.of()).run();
        assertThat(some).isCompletedExceptionally();
    }

    @Test
    void theEndFailsAllInTheirOrder() {
        List<String> failed = new ArrayList<>();
        List<CompletableFuture<?>> noted = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = "ack " + i;
            noted.add(add(P0, i).whenComplete((nothing, failure) -> failed.add(name)));
            acknowledgements.next();
        }
        acknowledgements
                .fail(new MinikafkaException(Kind.UNAVAILABLE, "connection reset"))
                .run();
        assertThat(failed).hasSize(20).startsWith("ack 0", "ack 1").endsWith("ack 19");
        assertThat(MessagingClientContract.assertFailed(Kind.UNAVAILABLE, noted.get(0)))
                .hasMessageContaining("connection reset");
        assertThat(acknowledgements.last()).isNull();
    }

    private CompletableFuture<Void> add(PartitionId partition, long offset) {
        return acknowledgements.add(Map.of(partition, offset), null);
    }
}

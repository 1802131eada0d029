package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.store.TopicName;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeliveriesTests {
    private static final TopicName TOPIC = TopicName.of("t");
    private static final BrokerException AWAY = new BrokerException(Code.UNAVAILABLE, "Away");

    private final RespStatistics statistics = new RespStatistics();
    private int wakes;
    private final Deliveries deliveries = new Deliveries(statistics, new DeliveryErrorLog(pause -> {}), () -> wakes++);

    @Test
    void itIsFullOfMessagesOrOfBytesAndTellsOnceWhenItIsNoLonger() {
        deliveries.accepted(Deliveries.MOST_MESSAGES - 1, 0);
        assertThat(deliveries.isFull()).isFalse();
        deliveries.accepted(1, Deliveries.MOST_BYTES - 1);
        assertThat(deliveries.isFull()).isTrue();
        deliveries.accepted(1, 1);

        deliveries.stored(2, 0);
        assertThat(deliveries.isFull()).as("still full of bytes").isTrue();
        assertThat(wakes).isZero();
        deliveries.stored(1, 1);
        assertThat(deliveries.isFull()).isFalse();
        assertThat(wakes).isEqualTo(1);
        deliveries.stored(1, 1);
        assertThat(wakes).isEqualTo(1);
    }

    @Test
    void aFailureMakesRoomToo() {
        deliveries.accepted(Deliveries.MOST_MESSAGES, 0);
        deliveries.failed(TOPIC, Deliveries.MOST_MESSAGES, 0, AWAY);
        assertThat(deliveries.isFull()).isFalse();
        assertThat(wakes).isEqualTo(1);
        assertThat(deliveries.takeFailures())
                .isEqualTo("PROD Accepted, but not stored: 100000 messages, the last to 't': Away");
        assertThat(deliveries.takeFailures()).isNull();
    }

    @Test
    void whoWaitsSeesTheFailuresOfWhatHeWaitedFor() {
        deliveries.accepted(1, 1);
        CompletableFuture<String> seen = deliveries.whenNone().thenApply(none -> deliveries.takeFailures());
        deliveries.failed(TOPIC, 1, 1, AWAY);
        assertThat(seen).isCompletedWithValue("PROD Accepted, but not stored: 1 message to 't': Away");
        assertThat(deliveries.whenNone()).isDone();
    }

    @Test
    void whoWaitedIsForgottenWhenTheConnectionCloses() {
        deliveries.accepted(1, 1);
        CompletableFuture<Void> none = deliveries.whenNone();
        deliveries.close();
        deliveries.stored(1, 1);
        assertThat(none).isNotDone();
        assertThat(statistics.unflushedMessages.sum()).isZero();
    }
}

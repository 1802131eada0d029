package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.LoggedProblems;
import io.minikafka.store.TopicName;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryErrorLogTests {
    private final LoggedProblems problems = new LoggedProblems(DeliveryErrorLog.class);
    private final Queue<Runnable> pauses = new ArrayDeque<>();
    private final DeliveryErrorLog log = new DeliveryErrorLog(pauses::add);

    @AfterEach
    void listenNoMore() {
        problems.close();
    }

    private void failed(String topic, int count, String reason) {
        log.failed(TopicName.of(topic), count, reason);
    }

    @Test
    void theFirstFailureIsToldAtOnceAndThoseInThePauseAfterItInSums() {
        failed("orders", 3, "It {0} is away");
        failed("orders", 4, "It is away");
        failed("refunds", 5, "It is gone");
        assertThat(problems.messages())
                .containsExactly("Messages that were accepted and not stored: 3, to topic 'orders': It {0} is away");

        pauses.remove().run();
        assertThat(problems.messages())
                .last()
                .isEqualTo(
                        "Messages that were accepted and not stored: 9, to 2 topics, the last 'refunds': It is gone");
        assertThat(problems.messages()).hasSize(2);

        pauses.remove().run();
        assertThat(pauses).isEmpty();
        assertThat(problems.messages()).hasSize(2);
    }

    @Test
    void afterAQuietPauseTheNextIsTheFirstAgain() {
        failed("orders", 1, "It is away");
        pauses.remove().run();
        failed("orders", 2, "It is away");
        assertThat(problems.messages())
                .last()
                .isEqualTo("Messages that were accepted and not stored: 2, to topic 'orders': It is away");
        assertThat(problems.messages()).hasSize(2);
        assertThat(pauses).hasSize(1);
    }
}

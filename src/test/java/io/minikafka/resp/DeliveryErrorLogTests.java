package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.store.TopicName;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryErrorLogTests {
    private final Logger logger = Logger.getLogger(DeliveryErrorLog.class.getName());
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> pauses = new ArrayDeque<>();
    private final DeliveryErrorLog log = new DeliveryErrorLog(pauses::add);

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
    }

    private void failed(String topic, int count, String reason) {
        log.failed(TopicName.of(topic), count, reason);
    }

    @Test
    void theFirstFailureIsToldAtOnceAndThoseInThePauseAfterItInSums() {
        failed("orders", 3, "It {0} is away");
        failed("orders", 4, "It is away");
        failed("refunds", 5, "It is gone");
        assertThat(lines)
                .containsExactly("Messages that were accepted and not stored: 3, to topic 'orders': It {0} is away");

        pauses.remove().run();
        assertThat(lines)
                .last()
                .isEqualTo(
                        "Messages that were accepted and not stored: 9, to 2 topics, the last 'refunds': It is gone");
        assertThat(lines).hasSize(2);

        pauses.remove().run();
        assertThat(pauses).isEmpty();
        assertThat(lines).hasSize(2);
    }

    @Test
    void afterAQuietPauseTheNextIsTheFirstAgain() {
        failed("orders", 1, "It is away");
        pauses.remove().run();
        failed("orders", 2, "It is away");
        assertThat(lines)
                .last()
                .isEqualTo("Messages that were accepted and not stored: 2, to topic 'orders': It is away");
        assertThat(lines).hasSize(2);
        assertThat(pauses).hasSize(1);
    }
}

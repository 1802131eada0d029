package io.minikafka.client.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.RecordMetadata;
import io.minikafka.client.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicProducersTests {
    private final TestServer server = new TestServer();
    private final MinikafkaClient client = server.client();
    private final TopicProducers producers = new TopicProducers(client, ProducerOptions.DEFAULT, Duration.ofHours(1));

    @AfterEach
    void stop() {
        producers.close();
        client.close();
        server.close();
    }

    @Test
    void aTopicHasOneProducer() {
        send("a");
        send("a");
        send("b");
        assertThat(producers.size()).isEqualTo(2);
    }

    @Test
    void aProducerIsKeptWhileItIsUsedAndClosedAfterAWholeIntervalWithoutUse() {
        send("used");
        send("idle");
        producers.sweep();
        assertThat(producers.size()).isEqualTo(2);
        send("used");
        producers.sweep();
        assertThat(producers.size()).isEqualTo(1);
        producers.sweep();
        producers.sweep();
        assertThat(producers.size()).isZero();
    }

    @Test
    void aTopicWhoseProducerWasClosedGetsAnother() {
        send("t");
        producers.sweep();
        producers.sweep();
        assertThat(send("t").offset()).isEqualTo(1);
        assertThat(producers.size()).isEqualTo(1);
    }

    @Test
    void aThousandTopicsLeaveNothingBehind() {
        for (int i = 0; i < 1_000; i++) {
            send("t" + i);
        }
        assertThat(producers.size()).isEqualTo(1_000);
        producers.sweep();
        producers.sweep();
        assertThat(producers.size()).isZero();
    }

    @Test
    void sendersAndTheSweeperDoNotDisturbEachOther() throws Exception {
        int senders = 3;
        int each = 2_000;
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(senders + 1);
        try {
            Future<?> sweeping = threads.submit(() -> {
                while (!done.get()) {
                    producers.sweep();
                }
            });
            List<Future<List<CompletableFuture<RecordMetadata>>>> sending = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                sending.add(threads.submit(() -> {
                    List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                        sent.add(producers.send("t", ProducerMessage.of(new byte[1])));
                        if (i % 100 == 0) {
                            sent.get(i).join();
                        }
                    }
                    return sent;
                }));
            }
            List<Long> offsets = new ArrayList<>();
            for (Future<List<CompletableFuture<RecordMetadata>>> sender : sending) {
                sender.get().forEach(sent -> offsets.add(sent.join().offset()));
            }
            done.set(true);
            sweeping.get();
            assertThat(offsets).doesNotHaveDuplicates().hasSize(senders * each);
            assertThat(client.topics().describe("t").partitions().get(0).logEndOffset())
                    .isEqualTo(senders * each);
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private RecordMetadata send(String topic) {
        return producers.send(topic, ProducerMessage.of(new byte[1])).join();
    }
}

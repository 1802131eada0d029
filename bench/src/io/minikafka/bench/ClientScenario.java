package io.minikafka.bench;

import io.minikafka.client.Consumer;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.StartPosition;
import io.minikafka.client.Subscription;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** Loads through our client library, as its users write them. */
final class ClientScenario {
    private ClientScenario() {}

    /** A message a call; what gathers leaves in batches, and every future is waited for at the end. */
    static Scenario sendAsync() {
        return (target, size, stop) -> {
            LongAdder acknowledged = new LongAdder();
            try (MinikafkaClient client = MinikafkaClient.connect(target.address());
                    Producer producer = client.producer(Scenario.TOPIC)) {
                ProducerMessage message = ProducerMessage.of(new byte[size]);
                while (!stop.isDue()) {
                    for (int i = 0; i < 100; i++) {
                        producer.sendAsync(message).thenRun(acknowledged::increment);
                    }
                }
                producer.flush();
            }
            return acknowledged.sum();
        };
    }

    /** Polls to the end, then from the start again. */
    static Scenario poll() {
        return (target, size, stop) -> {
            long count = 0;
            try (MinikafkaClient client = MinikafkaClient.connect(target.address());
                    Consumer consumer = client.consumer(Scenario.TOPIC, StartPosition.earliest())) {
                while (!stop.isDue()) {
                    int polled = consumer.poll(Duration.ZERO).size();
                    count += polled;
                    if (polled == 0) {
                        consumer.seek(StartPosition.earliest());
                    }
                }
            }
            return count;
        };
    }

    /** What is pushed from the start to the end that the log had, over and over. */
    static Scenario subscribe() {
        return (target, size, stop) -> {
            LongAdder count = new LongAdder();
            try (MinikafkaClient client = MinikafkaClient.connect(target.address())) {
                long last = logEnd(client) - 1;
                while (!stop.isDue()) {
                    CountDownLatch ended = new CountDownLatch(1);
                    try (Subscription subscription =
                            client.subscribe(Scenario.TOPIC, StartPosition.earliest(), messages -> {
                                count.add(messages.size());
                                if (stop.isDue()
                                        || messages.get(messages.size() - 1).offset() >= last) {
                                    ended.countDown();
                                }
                            })) {
                        ended.await();
                    }
                }
            }
            return count.sum();
        };
    }

    /** The bare service knows no topics, and its log has no end. */
    private static long logEnd(MinikafkaClient client) {
        try {
            return client.topics().describe(Scenario.TOPIC).partitions().get(0).logEndOffset();
        } catch (MinikafkaException e) {
            if (e.kind() != MinikafkaException.Kind.UNIMPLEMENTED) {
                throw e;
            }
            return Long.MAX_VALUE;
        }
    }
}

package io.minikafka.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.DelegatingBroker;
import io.minikafka.broker.Placement;
import io.minikafka.broker.ProduceResult;
import io.minikafka.grpc.TestStore;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.TopicName;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is accepted, stored and failing in whatever order on whatever thread: each failure is told, and told once. */
class RandomDeliveriesTests extends RespFixture {
    private static final int CONNECTIONS = 8;
    private static final int PIPELINES = 200;
    private static final Pattern FAILED = Pattern.compile("-PROD Accepted, but not stored: (\\d+) message.*\r\n");

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicInteger storedMessages = new AtomicInteger();
    private final AtomicInteger failedMessages = new AtomicInteger();
    private volatile long seed;

    static Stream<RespBackend> backends() {
        return Stream.of(new StoredBackend(TestStore.MEMORY));
    }

    @Override
    void change(TestRespDoor.Settings before) {
        before.asSeenByTheDoor = Erratic::new;
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private final class Erratic extends DelegatingBroker {
        private final AtomicInteger requests = new AtomicInteger();

        Erratic(Broker delegate) {
            super(delegate);
        }

        @Override
        public CompletableFuture<ProduceResult> produce(
                TopicName topic, List<Message> messages, Placement placement, Runnable accepted) {
            Random random = new Random(seed * 1_000_003 + requests.incrementAndGet());
            CompletableFuture<ProduceResult> result = new CompletableFuture<>();
            boolean accepts = random.nextInt(4) > 0;
            boolean fails = random.nextInt(3) == 0;
            Runnable end = () -> {
                if (fails) {
                    failedMessages.addAndGet(messages.size());
                    result.completeExceptionally(new BrokerException(Code.UNAVAILABLE, "Away"));
                } else {
                    storedMessages.addAndGet(messages.size());
                    result.complete(new ProduceResult(List.of(), Durability.CLUSTER));
                }
            };
            Runnable accept = accepts ? accepted : () -> {};
            switch (random.nextInt(3)) {
                case 0 -> {
                    accept.run();
                    end.run();
                }
                case 1 -> {
                    accept.run();
                    threads.execute(end);
                }
                default ->
                    threads.execute(() -> {
                        accept.run();
                        threads.execute(end);
                    });
            }
            return result;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachFailureIsToldOnce(long number) {
        seed = number;
        List<CompletableFuture<Integer>> told = Stream.iterate(0, i -> i < CONNECTIONS, i -> i + 1)
                .map(i -> CompletableFuture.supplyAsync(() -> produce(new Random(number * CONNECTIONS + i))))
                .toList();
        int failures = told.stream().mapToInt(CompletableFuture::join).sum();
        assertThat(failures).isEqualTo(failedMessages.get()).isPositive();
        assertThat(counter("producer.messages")).isEqualTo(storedMessages.get()).isPositive();
        assertThat(counter("producer.delivery.errors")).isEqualTo(failures);
        assertThat(counter("producer.outstanding.messages")).isZero();
        assertThat(counter("producer.unflushed.messages")).isZero();
    }

    /** How many failures a connection was told of. */
    private int produce(Random random) {
        int told = 0;
        try (RespClient client = door.connect()) {
            for (int i = 0; i < PIPELINES; i++) {
                StringBuilder pipeline = new StringBuilder();
                int commands = 1 + random.nextInt(20);
                for (int j = 0; j < commands; j++) {
                    pipeline.append(
                            switch (random.nextInt(10)) {
                                case 0 -> "DUMP " + random.nextInt(3) + "\r\n";
                                case 1 -> "PING\r\n";
                                default -> "RPUSHX topics:" + "tuv".charAt(random.nextInt(3)) + " m\r\n";
                            });
                }
                client.send(pipeline.toString());
                for (int j = 0; j < commands; j++) {
                    told += toldIn(client.reply());
                }
            }
            String last;
            do {
                last = client.call("DUMP", "60000");
                told += toldIn(last);
            } while (last.startsWith("-"));
            assertThat(last).isEqualTo(":0\r\n");
        }
        return told;
    }

    private static int toldIn(String reply) {
        Matcher failed = FAILED.matcher(reply);
        if (failed.matches()) {
            return Integer.parseInt(failed.group(1));
        }
        return reply.startsWith("-") ? 1 : 0;
    }
}

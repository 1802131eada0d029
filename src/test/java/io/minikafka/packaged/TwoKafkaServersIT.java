package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.kafka.TestCluster;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Two of the packaged service before one cluster, and the sudden death of one of them. */
class TwoKafkaServersIT {
    private static final TestCluster CLUSTER = TestCluster.start(Map.of());
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "SPRING_PROFILES_ACTIVE",
            "kafka",
            "SPRING_KAFKA_BOOTSTRAPSERVERS",
            CLUSTER.bootstrapServers(),
            "MINIKAFKA_TOPIC_PARTITIONS",
            "4",
            "MINIKAFKA_RESP_ACKNOWLEDGE",
            "stored");

    /** A member whose server dies is missed soon, one whose machine is busy is not. */
    private static final String TOPIC =
            "topics:t:{\"session.timeout.ms\": 6000, \"heartbeat.interval.ms\": 500, \"auto.commit.interval.ms\": 100}";

    private static PackagedServer one;
    private static PackagedServer two;

    @BeforeAll
    static void start() {
        one = PackagedServer.start(ENVIRONMENT);
        two = PackagedServer.start(ENVIRONMENT);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        CLUSTER.close();
    }

    @Test
    void whenOneIsKilledTheOtherGoesOnAndNothingAcknowledgedIsLost() {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (Client producerOne = new Client(one, null);
                Client producerTwo = new Client(two, null);
                Client memberOne = new Client(one, "g:one");
                Client memberTwo = new Client(two, "g:two")) {
            Thread consumingOne = memberOne.consume(seen);
            Thread consumingTwo = memberTwo.consume(seen);
            Thread producingOne = producerOne.produce("one", acknowledged);
            Thread producingTwo = producerTwo.produce("two", acknowledged);
            await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() > 500 && seen.size() > 200);

            one.kill();

            int then = acknowledged.size();
            await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() > then + 500);
            producerTwo.stop = true;
            for (Thread each : List.of(producingOne, producingTwo)) {
                join(each);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> seen.containsAll(acknowledged));
            memberTwo.stop = true;
            join(consumingOne);
            join(consumingTwo);
            Set<String> never = new HashSet<>(acknowledged);
            never.removeAll(seen);
            assertThat(never).as("acknowledged, but never delivered").isEmpty();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(thread.isAlive()).isFalse();
    }

    /** One connection of Jedis, which does not come back to a server that is gone. */
    private static final class Client implements AutoCloseable {
        private final RedisTopicsClient redis;
        private volatile boolean stop;

        /** @param name of a consumer, {@code <group>:<name>}; null for a producer */
        Client(PackagedServer server, @Nullable String name) {
            redis = new JedisTopics(server.redisPort(), name, null);
        }

        /** Until told to stop, or until the server is gone. */
        Thread produce(String name, Set<String> acknowledged) {
            return run(() -> {
                for (int i = 0; !stop; i++) {
                    String value = name + "-" + i;
                    assertThat(redis.produce("topics:t:" + value, value)).isEqualTo(1);
                    acknowledged.add(value);
                }
            });
        }

        /** Until told to stop, or until the server is gone; acknowledges what it has seen. */
        Thread consume(Set<String> seen) {
            return run(() -> {
                while (!stop) {
                    ReceivedMessage message = redis.consume(TOPIC, 1);
                    if (message != null) {
                        seen.add(message.value());
                        acknowledge(message);
                    }
                }
            });
        }

        /** Refused when its partition has gone to the other member meanwhile, which then gets the message again. */
        private void acknowledge(ReceivedMessage message) {
            try {
                redis.acknowledge(message.acknowledgement());
            } catch (JedisDataException e) {
                assertThat(e).hasMessageStartingWith("CONS ");
            }
        }

        private static Thread run(Runnable work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (JedisException e) {
                    // Its server is gone.
                }
            });
            thread.start();
            return thread;
        }

        @Override
        public void close() {
            redis.close();
        }
    }
}

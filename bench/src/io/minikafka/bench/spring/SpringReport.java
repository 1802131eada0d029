package io.minikafka.bench.spring;

import io.minikafka.bench.resp.KafkaProcess;
import io.minikafka.bench.resp.RespServer;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Templates and listeners beside the plain client, and beside spring-kafka with an embedded broker, in one run: our service
 * and the broker are processes of their own, the applications are in this one. One topic of one partition, values of 100
 * bytes; every row is run in turn, once to warm up and then {@code -Dbench.rounds} times (5), and the median is shown.
 * {@code -Dbench.messages} (1,000,000) are moved each time; {@code -Dbench.only=send|listen|idle}; {@code
 * -Dbench.durability=memory|os|fsync} (os) is our service's.
 */
public final class SpringReport {
    static final String SENT = "bench-sent";
    static final String BYTES = "bench-bytes";
    static final String OBJECTS = "bench-objects";
    static final String IDLE = "bench-idle";

    private static final int MESSAGES = Integer.getInteger("bench.messages", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final String ONLY = System.getProperty("bench.only", "");
    private static final String DURABILITY = System.getProperty("bench.durability", "os");
    private static final int[] LISTENERS = {1, 50};

    private final RespServer service;
    private final KafkaProcess broker;
    private final OurApplication ours;
    private final KafkaApplication kafka;

    private SpringReport() throws IOException {
        service = RespServer.ours(
                DURABILITY.equals("memory")
                        ? Map.of("MINIKAFKA_ROOT_DIR", "", "MINIKAFKA_TOPIC_RETENTIONBYTES", "512MB")
                        : Map.of("MINIKAFKA_TOPIC_DURABILITY", DURABILITY, "MINIKAFKA_TOPIC_RETENTIONBYTES", "512MB"));
        broker = KafkaProcess.start();
        ours = new OurApplication("127.0.0.1:" + service.grpcPort());
        kafka = new KafkaApplication(broker.address());
    }

    public static void main(String[] args) throws Exception {
        SpringReport report = new SpringReport();
        // A process that is told to stop, too, must not leave its servers behind.
        Runtime.getRuntime().addShutdownHook(new Thread(report::stop));
        report.run();
        System.exit(0);
    }

    private void stop() {
        try {
            service.close();
            broker.close();
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private void run() throws Exception {
        for (String topic : List.of(SENT, BYTES, OBJECTS, IDLE)) {
            kafka.createTopic(topic);
        }
        if (ONLY.isEmpty() || ONLY.equals("send")) {
            table(
                    "sending",
                    List.of(
                            ours.sendPlain(),
                            ours.sendBytes(),
                            ours.sendObjects(),
                            kafka.sendBytes(),
                            kafka.sendObjects()));
        }
        if (ONLY.isEmpty() || ONLY.equals("listen")) {
            byte[] json = Order.JSON.getBytes(StandardCharsets.UTF_8);
            ours.fill(BYTES, MESSAGES, new byte[100]);
            ours.fill(OBJECTS, MESSAGES, json);
            kafka.fill(BYTES, MESSAGES, new byte[100]);
            kafka.fill(OBJECTS, MESSAGES, json);
            table(
                    "listening",
                    List.of(
                            ours.pollPlain(),
                            ours.listenToMessages(),
                            ours.listenToBytes(),
                            ours.listenToBatches(),
                            ours.listenToObjects(),
                            kafka.listenToRecords(),
                            kafka.listenToBatches(),
                            kafka.listenToObjects()));
        }
        if (ONLY.isEmpty() || ONLY.equals("idle")) {
            idle();
        }
    }

    private static void table(String what, List<Subject> subjects) throws Exception {
        List<List<Double>> rates = new ArrayList<>();
        for (Subject subject : subjects) {
            subject.run().of(MESSAGES);
            rates.add(new ArrayList<>());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < subjects.size(); i++) {
                rates.get(i).add(subjects.get(i).run().of(MESSAGES));
            }
        }
        double plain = median(rates.get(0));
        System.out.printf("| %s | messages/s | from | to | of the plain client |%n|---|---|---|---|---|%n", what);
        for (int i = 0; i < subjects.size(); i++) {
            double[] sorted = sorted(rates.get(i));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %,.0f | %.0f %% |%n",
                    subjects.get(i).name(),
                    median(rates.get(i)),
                    sorted[0],
                    sorted[sorted.length - 1],
                    100 * median(rates.get(i)) / plain);
        }
        System.out.println();
    }

    private void idle() throws Exception {
        System.out.printf("| listeners that wait | threads | heap and buffers, KB |%n|---|---|---|%n");
        for (int listeners : LISTENERS) {
            // Once for the classes that it loads, which are no listener's.
            measure(listeners, () -> ours.idle(listeners), "");
            measure(listeners, () -> ours.idle(listeners), "ours");
            measure(listeners, () -> kafka.idle(listeners), "");
            measure(listeners, () -> kafka.idle(listeners), "spring-kafka");
        }
    }

    @FunctionalInterface
    private interface Start {
        ConfigurableApplicationContext start() throws Exception;
    }

    private static void measure(int listeners, Start start, String name) throws Exception {
        long bytes = usedBytes();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        try (ConfigurableApplicationContext context = start.start()) {
            // Joining is over, and what it took is garbage.
            Thread.sleep(5_000);
            if (!name.isEmpty()) {
                System.out.printf(
                        Locale.ROOT,
                        "| %d of %s | %d | %,d |%n",
                        listeners,
                        name,
                        ManagementFactory.getThreadMXBean().getThreadCount() - threads,
                        (usedBytes() - bytes) >> 10);
            }
            if (!context.isActive()) {
                throw new IllegalStateException("It has ended");
            }
        }
        Thread.sleep(2_000);
    }

    private static long usedBytes() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(300);
        }
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + buffers;
    }

    private static double median(List<Double> values) {
        return sorted(values)[values.size() / 2];
    }

    private static double[] sorted(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(value -> value).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}

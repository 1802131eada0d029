package io.minikafka.bench.resp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Our Redis door over Kafka, and Kafka's own performance tools, over one broker in the same run, each in a process of its
 * own. Prints medians of the rounds in Markdown.
 *
 * <p>{@code -Dbench.loads} connections x pipelined (1x1,1x16,50x1,50x16); {@code -Dbench.sizes} of a message in bytes
 * (100,1024); {@code -Dbench.rounds} (3); {@code -Dbench.seconds} of one run (3); {@code -Dbench.only} produce, consume or
 * connections; {@code -Dbench.scenarios} of consuming, as a regular expression (all); {@code -Dbench.jar} of ours (the class
 * path).
 */
public final class KafkaReport {
    private static final List<RedisBenchmark.Load> LOADS = Stream.of(
                    System.getProperty("bench.loads", "1x1,1x16,50x1,50x16").split(","))
            .map(RedisBenchmark.Load::parse)
            .toList();
    private static final List<Integer> SIZES = Stream.of(
                    System.getProperty("bench.sizes", "100,1024").split(","))
            .map(Integer::valueOf)
            .toList();
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final double SECONDS = Double.parseDouble(System.getProperty("bench.seconds", "3"));
    private static final String ONLY = System.getProperty("bench.only", "");
    private static final Pattern SCENARIOS = Pattern.compile(System.getProperty("bench.scenarios", ".*"));
    private static final int TRIAL = 20_000;

    /** The tools are processes of their own: in less they would be compiling for most of the time. */
    private static final long LEAST_NATIVE = 2_000_000;

    private static final int MANY_CONNECTIONS = 100;

    private final KafkaProcess kafka;
    private final RespServer ours;
    private final Admin admin;
    private int topics;

    private KafkaReport() throws IOException {
        kafka = KafkaProcess.start();
        ours = RespServer.ours(Map.of(
                "SPRING_PROFILES_ACTIVE",
                "kafka",
                "SPRING_KAFKA_BOOTSTRAPSERVERS",
                kafka.address(),
                "SERVER_PORT",
                Integer.toString(HTTP_PORT)));
        admin = Admin.create(Map.of("bootstrap.servers", kafka.address()));
    }

    private static final int HTTP_PORT = Integer.getInteger("bench.http-port", 18_080);

    public static void main(String[] args) {
        try {
            KafkaReport report = new KafkaReport();
            // A process that is told to stop, too, must not leave its servers behind.
            Runtime.getRuntime().addShutdownHook(new Thread(report::stop));
            report.run();
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void stop() {
        try {
            ours.close();
            kafka.close();
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private boolean asked(String part) {
        return ONLY.isEmpty() || ONLY.equals(part);
    }

    private void run() throws Exception {
        for (int size : SIZES) {
            if (asked("produce")) {
                produce(size);
            }
            if (asked("consume")) {
                consume(size);
            }
        }
        if (asked("connections")) {
            connections();
        }
    }

    private String newTopic() throws Exception {
        String name = "bench" + topics++;
        admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        return name;
    }

    private long stored(String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    // ---- producing

    /** @param answered replies a second; @param stored messages a second, until Kafka had the last one */
    private record Produced(double answered, double stored, double p99) {}

    private void produce(int size) throws Exception {
        List<Double> natives = new ArrayList<>();
        List<List<Produced>> doors = new ArrayList<>();
        long nativeRecords = LEAST_NATIVE * 200 / (size + 100);
        List<Long> requests = new ArrayList<>();
        for (RedisBenchmark.Load load : LOADS) {
            produce(load, size, TRIAL);
            requests.add(Math.max(TRIAL, Math.round(produce(load, size, TRIAL).stored() * SECONDS)));
            doors.add(new ArrayList<>());
        }
        for (int round = 0; round < ROUNDS; round++) {
            natives.add(nativeRound(size, nativeRecords));
            for (int i = 0; i < LOADS.size(); i++) {
                doors.get(i).add(produce(LOADS.get(i), size, requests.get(i)));
            }
        }
        double reference = median(natives.stream().mapToDouble(rate -> rate).toArray());
        System.out.println("| producing " + size + " B | answered/s | stored/s | of native | p99 ms |");
        System.out.println("|---|---|---|---|---|");
        System.out.println(String.format(Locale.ROOT, "| native producer | | %,.0f | | |", reference));
        for (int i = 0; i < LOADS.size(); i++) {
            List<Produced> runs = doors.get(i);
            double stored = median(runs.stream().mapToDouble(Produced::stored).toArray());
            System.out.println(String.format(
                    Locale.ROOT,
                    "| RPUSHX %s | %,.0f | %,.0f | %.0f %% | %.2f |",
                    LOADS.get(i),
                    median(runs.stream().mapToDouble(Produced::answered).toArray()),
                    stored,
                    100 * stored / reference,
                    median(runs.stream().mapToDouble(Produced::p99).toArray())));
        }
        System.out.println();
    }

    private double nativeRound(int size, long records) throws Exception {
        String topic = newTopic();
        double rate = KafkaTools.produce(kafka.address(), topic, size, records);
        delete(topic);
        return rate;
    }

    private Produced produce(RedisBenchmark.Load load, int size, long messages) throws Exception {
        String topic = newTopic();
        // What redis-benchmark adds by rounding up is not waited for.
        long start = System.nanoTime();
        RedisBenchmark.Result result =
                RedisBenchmark.run(ours.port(), load, messages, List.of("RPUSHX", "topics:" + topic, "v".repeat(size)));
        while (stored(topic) < messages) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        delete(topic);
        return new Produced(result.rate(), messages / seconds, result.p99());
    }

    private void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
    }

    // ---- consuming

    private void consume(int size) throws Exception {
        long records = 2 * LEAST_NATIVE * 200 / (size + 100);
        List<Double> natives = new ArrayList<>();
        String topic = newTopic();
        KafkaTools.produce(kafka.address(), topic, size, records);
        KafkaTools.consume(kafka.address(), topic, records);
        for (int round = 0; round < ROUNDS; round++) {
            natives.add(KafkaTools.consume(kafka.address(), topic, records));
        }
        delete(topic);
        double reference = median(natives.stream().mapToDouble(rate -> rate).toArray());
        System.out.println("| consuming " + size + " B | messages/s | of native |");
        System.out.println("|---|---|---|");
        System.out.println(String.format(Locale.ROOT, "| native consumer | %,.0f | |", reference));
        if (size == Consuming.VALUE.length()) {
            for (ConsumeScenario scenario : ConsumeScenario.ALL) {
                if (!SCENARIOS.matcher(scenario.name()).matches()) {
                    continue;
                }
                // Twice: in a short run the joining of the group counts for most of the time.
                int messages = messages(scenario.run(Target.Dialect.OURS, ours, 4 * ConsumeScenario.UNIT));
                messages = messages(scenario.run(Target.Dialect.OURS, ours, messages));
                double[] rates = new double[ROUNDS];
                for (int round = 0; round < ROUNDS; round++) {
                    rates[round] = scenario.run(Target.Dialect.OURS, ours, messages);
                }
                System.out.println(String.format(
                        Locale.ROOT,
                        "| BLPOP, %s | %,.0f | %.1f %% |",
                        scenario.name(),
                        median(rates),
                        100 * median(rates) / reference));
            }
        }
        System.out.println();
    }

    private static int messages(double rate) {
        return ConsumeScenario.UNIT * (int) Math.max(4, Math.round(rate * SECONDS / ConsumeScenario.UNIT));
    }

    // ---- many connections

    private void connections() throws Exception {
        String topic = newTopic();
        System.out.println("| producing connections | heap and buffers, MB | threads |");
        System.out.println("|---|---|---|");
        produceFrom(MANY_CONNECTIONS, topic, false);
        produceFrom(1, topic, true);
        produceFrom(MANY_CONNECTIONS, topic, true);
        delete(topic);
    }

    private void produceFrom(int count, String topic, boolean shown) throws Exception {
        List<RespClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new RespClient(ours.port()));
        }
        String value = "v".repeat(100);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (System.nanoTime() < end) {
            for (RespClient client : clients) {
                for (int i = 0; i < 16; i++) {
                    client.add("RPUSHX", "topics:" + topic, value);
                }
                client.flush();
            }
            for (RespClient client : clients) {
                for (int i = 0; i < 16; i++) {
                    client.expect(client.read());
                }
            }
        }
        if (shown) {
            // Twice, with a pause: what the first sets free the second finds.
            collectGarbage();
            collectGarbage();
            double bytes = metric("jvm.memory.used?tag=area:heap") + metric("jvm.buffer.memory.used");
            System.out.println(String.format(
                    Locale.ROOT, "| %d | %.1f | %.0f |", count, bytes / (1 << 20), metric("jvm.threads.live")));
        }
        for (RespClient client : clients) {
            client.close();
        }
    }

    private void collectGarbage() throws IOException, InterruptedException {
        new ProcessBuilder("jcmd", Long.toString(ours.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        TimeUnit.SECONDS.sleep(1);
    }

    private static double metric(String name) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + HTTP_PORT + "/actuator/metrics/" + name))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        Matcher value = Pattern.compile("\"value\":([-0-9.E]+)").matcher(response.body());
        if (!value.find()) {
            throw new IOException("The service said " + response.body());
        }
        return Double.parseDouble(value.group(1));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

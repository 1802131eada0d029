package io.minikafka.bench;

import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Drives the gRPC door over every store and, turn by turn in the same run, a bare gRPC service of the same shape; client
 * and server share this process and its cores. Prints a table: messages a second (median of the rounds) and the ratio to
 * the bare service.
 *
 * <p>{@code -Dbench.millis} of one run (2000), {@code -Dbench.rounds} (3), {@code -Dbench.only} a part of scenarios' names.
 */
public final class GrpcReport {
    private static final List<String> STORES = List.of("memory", "os", "fsync");
    private static final long MILLIS = Long.getLong("bench.millis", 2000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final String ONLY = System.getProperty("bench.only", "");
    private static final int STORED_BYTES = 200 << 20;

    /** Kept, or it would forget its level. Every subscription that is cancelled has gRPC log a stack trace. */
    private static final Logger CANCELLED_STREAMS = Logger.getLogger("io.grpc.netty.NettyServerHandler");

    private GrpcReport() {}

    public static void main(String[] args) throws Exception {
        CANCELLED_STREAMS.setLevel(Level.OFF);
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        scenarios.put("MiniKafka/Produce, 1 caller", Scenario.compatibleProduce(1));
        scenarios.put("MiniKafka/Produce, 8 callers", Scenario.compatibleProduce(8));
        scenarios.put("Produce, 1 caller", Scenario.produce(1));
        scenarios.put("Produce, 8 callers", Scenario.produce(8));
        scenarios.put("ProduceStream, batches of 10", Scenario.produceStream(10));
        scenarios.put("ProduceStream, batches of 100", Scenario.produceStream(100));
        scenarios.put("Poll", Scenario.poll());
        scenarios.put("Subscribe", Scenario.subscribe());
        scenarios.put("Consume, a group of one", new GroupScenario());
        scenarios.put("Java client, sendAsync one by one", ClientScenario.sendAsync());
        scenarios.put("Java client, poll", ClientScenario.poll());
        scenarios.put("Java client, subscribe", ClientScenario.subscribe());
        System.out.println("| messages a second | bytes | bare gRPC | memory | os | fsync |");
        System.out.println("|---|---|---|---|---|---|");
        for (int size : new int[] {100, 1024}) {
            for (Map.Entry<String, Scenario> scenario : scenarios.entrySet()) {
                if (scenario.getKey().contains(ONLY)) {
                    System.out.println(row(scenario.getKey(), scenario.getValue(), size));
                }
            }
        }
        System.exit(0);
    }

    private static String row(String name, Scenario scenario, int size) throws Exception {
        List<ServerUnderTest> servers = new ArrayList<>(List.of(ServerUnderTest.bare(size)));
        for (String store : STORES) {
            servers.add(ServerUnderTest.ours(store));
        }
        double[][] rates = new double[servers.size()][ROUNDS];
        try {
            for (ServerUnderTest server : servers) {
                fill(server, size);
                rate(server, scenario, size);
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < servers.size(); i++) {
                    rates[i][round] = rate(servers.get(i), scenario, size);
                }
            }
        } finally {
            for (ServerUnderTest server : servers) {
                server.close();
            }
        }
        StringBuilder row = new StringBuilder("| " + name + " | " + size + " ");
        double bare = median(rates[0]);
        for (int i = 0; i < rates.length; i++) {
            double rate = median(rates[i]);
            row.append(String.format(Locale.ROOT, "| %,.0f", rate));
            row.append(i == 0 ? " " : String.format(Locale.ROOT, " (%.0f %%) ", 100 * rate / bare));
        }
        return row + "|";
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** So that there is something to read; the produced load is told apart by nobody. */
    private static void fill(ServerUnderTest server, int size) throws Exception {
        ManagedChannel channel = server.connect();
        try {
            long stored = 0;
            while (stored * size < STORED_BYTES && !server.kind().equals("bare")) {
                stored += Scenario.produceStream(100)
                        .run(new Scenario.Target(channel, server.target()), size, Scenario.Deadline.after(200));
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static double rate(ServerUnderTest server, Scenario scenario, int size) throws Exception {
        ManagedChannel channel = server.connect();
        try {
            long start = System.nanoTime();
            long count =
                    scenario.run(new Scenario.Target(channel, server.target()), size, Scenario.Deadline.after(MILLIS));
            return count * 1e9 / (System.nanoTime() - start);
        } finally {
            channel.shutdownNow();
        }
    }
}

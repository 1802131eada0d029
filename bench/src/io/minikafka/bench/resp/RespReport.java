package io.minikafka.bench.resp;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Our Redis door over each store, redis-server and bare servers, as processes of their own, turn by turn in the same
 * run: producing by redis-benchmark, consuming by {@link ConsumeScenario}. Prints medians of the rounds in Markdown.
 *
 * <p>{@code -Dbench.targets} names to include, as a regular expression (all); {@code -Dbench.loads} connections x
 * pipelined (1x1,1x16,1x64,50x1,50x16,50x64); {@code -Dbench.rounds} (3); {@code -Dbench.seconds} of one run (1); {@code
 * -Dbench.only} produce or consume; {@code -Dbench.scenarios} of consuming, as a regular expression (all); {@code -Dbench.jar} of ours (the class path).
 */
public final class RespReport {
    private static final Pattern TARGETS = Pattern.compile(System.getProperty("bench.targets", ".*"));
    private static final List<RedisBenchmark.Load> LOADS = Stream.of(
                    System.getProperty("bench.loads", "1x1,1x16,1x64,50x1,50x16,50x64")
                            .split(","))
            .map(RedisBenchmark.Load::parse)
            .toList();
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final double SECONDS = Double.parseDouble(System.getProperty("bench.seconds", "1"));
    private static final String ONLY = System.getProperty("bench.only", "");
    private static final Pattern SCENARIOS = Pattern.compile(System.getProperty("bench.scenarios", ".*"));
    private static final int TRIAL_REQUESTS = 2_000;

    private final Map<Target, RespServer> servers = new LinkedHashMap<>();

    private RespReport() {}

    public static void main(String[] args) {
        RespReport report = new RespReport();
        // A process that is told to stop, too, must not leave its servers behind.
        Runtime.getRuntime().addShutdownHook(new Thread(report::stop));
        try {
            report.run();
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void run() throws Exception {
        start();
        System.out.println("Load before the start: " + load() + "\n");
        if (!ONLY.equals("consume")) {
            for (RedisBenchmark.Load load : LOADS) {
                produce(load);
            }
        }
        if (!ONLY.equals("produce")) {
            consume();
        }
        System.out.println("Load at the end: " + load());
    }

    private void stop() {
        for (RespServer server : servers.values()) {
            try {
                server.close();
            } catch (IOException e) {
                System.err.println(e);
            }
        }
    }

    private static String load() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%.1f runnable on %d processors",
                system.getSystemLoadAverage(),
                system.getAvailableProcessors());
    }

    private void start() throws IOException {
        for (Target target : Target.ALL) {
            if (TARGETS.matcher(target.name()).matches()) {
                servers.put(target, target.starter().start());
            }
        }
    }

    private RespServer server(Target target) throws IOException {
        if (target.anew()) {
            servers.get(target).close();
            servers.put(target, target.starter().start());
        }
        return servers.get(target);
    }

    private record Row(Target target, String command) {
        boolean is(String name, String of) {
            return target.name().equals(name) && command.equals(of);
        }
    }

    private void produce(RedisBenchmark.Load load) throws IOException {
        Map<Row, Long> requests = new LinkedHashMap<>();
        Map<Row, List<RedisBenchmark.Result>> results = new LinkedHashMap<>();
        for (Target target : List.copyOf(servers.keySet())) {
            for (String command : target.produce().keySet().stream().sorted().toList()) {
                Row row = new Row(target, command);
                long few = (long) TRIAL_REQUESTS * load.clients() * load.depth() / 2;
                long enough = Math.max(TRIAL_REQUESTS, Math.min(few, 200_000));
                // Twice: the first run of a load is compiled, not measured.
                run(row, load, enough);
                requests.put(row, enough(run(row, load, enough).rate()));
                results.put(row, new ArrayList<>());
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Row row : results.keySet()) {
                results.get(row).add(run(row, load, requests.get(row)));
            }
        }
        System.out.println(
                "| " + load + " | | requests/s | of bare | of RPUSH | of XADD | of RPUSH always | p50 ms | p99 ms |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        results.forEach((row, runs) -> System.out.println(line(row, runs, results)));
        System.out.println();
    }

    private static long enough(double rate) {
        return Math.max(TRIAL_REQUESTS, Math.round(rate * SECONDS));
    }

    private RedisBenchmark.Result run(Row row, RedisBenchmark.Load load, long requests) throws IOException {
        return RedisBenchmark.run(
                server(row.target()).port(),
                load,
                requests,
                row.target().produce().get(row.command()));
    }

    private static String line(
            Row row, List<RedisBenchmark.Result> runs, Map<Row, List<RedisBenchmark.Result>> results) {
        double rate = median(runs, RedisBenchmark.Result::rate);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %s | %s | %s | %s | %.2f | %.2f |",
                row.target().name(),
                row.command(),
                rate,
                ratio(rate, "bare, file", "RPUSHX", results),
                ratio(rate, "redis", "RPUSH", results),
                ratio(rate, "redis", "XADD", results),
                ratio(rate, "redis always", "RPUSH", results),
                median(runs, RedisBenchmark.Result::p50),
                median(runs, RedisBenchmark.Result::p99));
    }

    private static String ratio(
            double rate, String target, String command, Map<Row, List<RedisBenchmark.Result>> results) {
        for (Row row : results.keySet()) {
            if (row.is(target, command)) {
                return percent(rate, median(results.get(row), RedisBenchmark.Result::rate));
            }
        }
        return "";
    }

    private void consume() throws Exception {
        List<Target> targets = servers.keySet().stream()
                .filter(target -> target.dialect() != Target.Dialect.BARE)
                .toList();
        StringBuilder header = new StringBuilder("| messages/s |");
        targets.forEach(target -> header.append(' ').append(target.name()).append(" |"));
        System.out.println(header + " of redis |");
        System.out.println("|---|" + "---|".repeat(targets.size() + 1));
        for (ConsumeScenario scenario : ConsumeScenario.ALL) {
            if (!SCENARIOS.matcher(scenario.name()).matches()) {
                continue;
            }
            Map<Target, List<Double>> rates = new LinkedHashMap<>();
            Map<Target, Integer> messages = new LinkedHashMap<>();
            for (Target target : targets) {
                double rate = scenario.run(target.dialect(), server(target), ConsumeScenario.UNIT);
                if (!target.anew()) {
                    // Again, since what was compiled in between makes the first rate a poor guess.
                    rate = scenario.run(target.dialect(), server(target), units(rate));
                }
                messages.put(target, units(rate));
                rates.put(target, new ArrayList<>());
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Target target : targets) {
                    rates.get(target).add(scenario.run(target.dialect(), server(target), messages.get(target)));
                }
            }
            System.out.println(line(scenario.name(), rates));
        }
        System.out.println();
    }

    private static int units(double rate) {
        return ConsumeScenario.UNIT * (int) Math.max(1, Math.round(rate * SECONDS / ConsumeScenario.UNIT));
    }

    private static String line(String name, Map<Target, List<Double>> rates) {
        StringBuilder line = new StringBuilder("| " + name + " |");
        double ours = Double.NaN;
        double redis = Double.NaN;
        for (Map.Entry<Target, List<Double>> entry : rates.entrySet()) {
            double rate = median(entry.getValue(), Double::doubleValue);
            line.append(String.format(Locale.ROOT, " %,.0f |", rate));
            if (entry.getKey().name().equals("os")) {
                ours = rate;
            } else if (entry.getKey().name().equals("redis")) {
                redis = rate;
            }
        }
        return line + " " + percent(ours, redis) + " |";
    }

    private static String percent(double rate, double reference) {
        double ratio = 100 * rate / reference;
        return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.0f %%", ratio);
    }

    private static <T> double median(List<T> values, ToDoubleFunction<T> property) {
        double[] sorted = values.stream().mapToDouble(property).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

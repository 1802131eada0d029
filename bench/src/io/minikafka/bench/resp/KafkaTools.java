package io.minikafka.bench.resp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kafka's own performance tools, each run in a process of its own. */
final class KafkaTools {
    private static final Pattern SENT = Pattern.compile("(\\d+) records sent, ([\\d.]+) records/sec .*");

    private KafkaTools() {}

    /** Produces with acks=all, as fast as it can; records a second. */
    static double produce(String address, String topic, int size, long records) throws IOException {
        List<String> said = run(
                "org.apache.kafka.tools.ProducerPerformance",
                "--topic",
                topic,
                "--num-records",
                Long.toString(records),
                "--record-size",
                Integer.toString(size),
                "--throughput",
                "-1",
                "--producer-props",
                "bootstrap.servers=" + address,
                "acks=all");
        for (int i = said.size() - 1; i >= 0; i--) {
            Matcher line = SENT.matcher(said.get(i));
            if (line.matches() && Long.parseLong(line.group(1)) == records) {
                return Double.parseDouble(line.group(2));
            }
        }
        throw new IOException("The producer said " + said);
    }

    /** Consumes all records of the topic; records a second, the joining of the group left out, as the tool tells it. */
    static double consume(String address, String topic, long records) throws IOException {
        List<String> said = run(
                "org.apache.kafka.tools.ConsumerPerformance",
                "--bootstrap-server",
                address,
                "--topic",
                topic,
                "--num-records",
                Long.toString(records),
                "--timeout",
                "60000");
        String[] names = {};
        for (String line : said) {
            String[] cells = line.split(", ");
            if (line.startsWith("start.time")) {
                names = cells;
            } else if (cells.length == names.length && names.length > 0) {
                return Double.parseDouble(cells[List.of(names).indexOf("fetch.nMsg.sec")]);
            }
        }
        throw new IOException("The consumer said " + said);
    }

    private static List<String> run(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dlogging.level.root=error",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.inputReader().lines().toList();
    }
}

package io.minikafka.bench.resp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One run of redis-benchmark. */
final class RedisBenchmark {
    /** Requests a second and latencies in milliseconds. */
    record Result(double rate, double p50, double p99) {}

    /** How many connections send how many requests without waiting for a reply. */
    record Load(int clients, int depth) {
        static Load parse(String text) {
            String[] parts = text.split("x");
            return new Load(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }

        @Override
        public String toString() {
            return "-c " + clients + " -P " + depth;
        }
    }

    private RedisBenchmark() {}

    static Result run(int port, Load load, long requests, List<String> request) throws IOException {
        List<String> command = new ArrayList<>(List.of("redis-benchmark", "-h", "127.0.0.1", "-p", "" + port));
        command.addAll(List.of("-c", "" + load.clients(), "-P", "" + load.depth(), "-n", "" + requests));
        command.addAll(List.of("-q", "--csv"));
        command.addAll(request);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        String[] cells =
                lines.isEmpty() ? new String[0] : lines.get(lines.size() - 1).split("\",\"");
        if (cells.length != 8 || cells[1].equals("rps")) {
            throw new IOException("redis-benchmark said " + lines);
        }
        return new Result(Double.parseDouble(cells[1]), Double.parseDouble(cells[4]), Double.parseDouble(cells[6]));
    }
}

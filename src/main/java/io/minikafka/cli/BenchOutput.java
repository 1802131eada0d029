package io.minikafka.cli;

import io.minikafka.cli.bench.BenchResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Prints results, one as soon as it is there. */
interface BenchOutput {
    void print(BenchResult result) throws IOException;

    /** A table; latencies in microseconds. */
    static BenchOutput text(OutputStream out) throws IOException {
        String head = String.format(
                Locale.ROOT,
                "%-15s %7s %14s %9s %11s %11s %11s %11s %11s%n",
                "mode",
                "bytes",
                "messages/s",
                "MiB/s",
                "p50 us",
                "p90 us",
                "p99 us",
                "p99.9 us",
                "max us");
        out.write(head.getBytes(StandardCharsets.UTF_8));
        return result -> out.write(String.format(
                        Locale.ROOT,
                        "%-15s %7d %,14.0f %,9.1f %,11.1f %,11.1f %,11.1f %,11.1f %,11.1f%n",
                        result.plan().mode(),
                        result.plan().messageBytes(),
                        result.messagesPerSecond(),
                        result.mebibytesPerSecond(),
                        result.latencyMicros(50),
                        result.latencyMicros(90),
                        result.latencyMicros(99),
                        result.latencyMicros(99.9),
                        result.latencyMicros(100))
                .getBytes(StandardCharsets.UTF_8));
    }

    /** An object a line. */
    static BenchOutput json(OutputStream out) {
        JsonLines lines = new JsonLines(new BufferedOutputStream(out));
        return result -> {
            lines.write(object -> {
                object.writeStringProperty("mode", result.plan().mode().toString());
                object.writeNumberProperty("messageBytes", result.plan().messageBytes());
                object.writeNumberProperty("batch", result.plan().batch());
                object.writeNumberProperty("callers", result.plan().callers());
                object.writeNumberProperty("messages", result.messages());
                object.writeNumberProperty("seconds", result.elapsed().toNanos() / 1e9);
                object.writeNumberProperty("messagesPerSecond", result.messagesPerSecond());
                object.writeObjectPropertyStart("latencyMicros");
                object.writeNumberProperty("p50", result.latencyMicros(50));
                object.writeNumberProperty("p90", result.latencyMicros(90));
                object.writeNumberProperty("p99", result.latencyMicros(99));
                object.writeNumberProperty("p99.9", result.latencyMicros(99.9));
                object.writeNumberProperty("max", result.latencyMicros(100));
                object.writeEndObject();
            });
            lines.flush();
        };
    }
}

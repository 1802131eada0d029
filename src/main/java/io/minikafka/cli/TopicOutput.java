package io.minikafka.cli;

import io.minikafka.client.TopicInfo;
import io.minikafka.client.TopicInfo.PartitionInfo;
import io.minikafka.server.DurationFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Prints topics. */
final class TopicOutput {
    private static final String ROW = "%-9s %20s %20s %16s  %s%n";

    private TopicOutput() {}

    static void printNames(List<String> names, OutputStream out) throws IOException {
        BufferedOutputStream lines = new BufferedOutputStream(out);
        for (String name : names) {
            lines.write((name + "\n").getBytes(StandardCharsets.UTF_8));
        }
        lines.flush();
    }

    static void printNamesAsJson(List<String> names, OutputStream out) throws IOException {
        JsonLines lines = new JsonLines(new BufferedOutputStream(out));
        for (String name : names) {
            lines.write(object -> object.writeStringProperty("name", name));
        }
        lines.flush();
    }

    static void print(TopicInfo topic, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder();
        line(text, "topic", topic.name());
        line(text, "retention", DurationFormat.format(topic.retentionAge()));
        line(
                text,
                "retention bytes",
                topic.retentionBytes() == 0
                        ? "no bound"
                        : String.format(Locale.ROOT, "%,d a partition", topic.retentionBytes()));
        line(text, "durability", durability(topic));
        text.append(String.format(Locale.ROOT, ROW, "partition", "log start", "log end", "bytes", "oldest message"));
        for (PartitionInfo part : topic.partitions()) {
            text.append(String.format(
                    Locale.ROOT,
                    ROW,
                    part.partition(),
                    part.logStartOffset(),
                    part.logEndOffset(),
                    String.format(Locale.ROOT, "%,d", part.bytes()),
                    Objects.requireNonNullElse(part.oldestMessage(), "-")));
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    static void printAsJson(TopicInfo topic, OutputStream out) throws IOException {
        JsonLines lines = new JsonLines(new BufferedOutputStream(out));
        lines.write(object -> {
            object.writeStringProperty("name", topic.name());
            object.writeStringProperty("retention", topic.retentionAge().toString());
            object.writeNumberProperty("retentionBytes", topic.retentionBytes());
            object.writeStringProperty("durability", durability(topic));
            object.writeArrayPropertyStart("partitions");
            for (PartitionInfo part : topic.partitions()) {
                object.writeStartObject();
                object.writeNumberProperty("partition", part.partition());
                object.writeNumberProperty("logStartOffset", part.logStartOffset());
                object.writeNumberProperty("logEndOffset", part.logEndOffset());
                object.writeNumberProperty("bytes", part.bytes());
                if (part.oldestMessage() == null) {
                    object.writeNullProperty("oldestMessage");
                } else {
                    object.writeStringProperty(
                            "oldestMessage", part.oldestMessage().toString());
                }
                object.writeEndObject();
            }
            object.writeEndArray();
        });
        lines.flush();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-16s %s%n", name, value));
    }

    private static String durability(TopicInfo topic) {
        return topic.durability() == null
                ? "unknown"
                : topic.durability().name().toLowerCase(Locale.ROOT);
    }
}

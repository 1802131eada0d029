package io.minikafka.cli;

import io.minikafka.kafka.export.ExportOptions.Mode;
import io.minikafka.kafka.export.ExportReport;
import io.minikafka.kafka.export.GroupReport;
import io.minikafka.kafka.export.OffsetMap;
import io.minikafka.kafka.export.PartitionReport;
import io.minikafka.kafka.export.Verification;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Prints what an export has done: a line a partition, then a line for each position of a group. */
final class ExportOutput {
    private static final int DIGEST_DIGITS = 12;

    private final Mode mode;

    ExportOutput(Mode mode) {
        this.mode = mode;
    }

    void print(ExportReport report, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder();
        report.partitions().forEach(partition -> text.append(line(partition)).append('\n'));
        report.groups().forEach(group -> text.append(line(group)).append('\n'));
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String line(PartitionReport report) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: offsets %d to %d, %s",
                report.partition(),
                report.source().start(),
                report.source().end(),
                offsetsInKafka(report.offsets())));
        if (mode != Mode.VERIFY) {
            line.append(String.format(
                    Locale.ROOT, "; %,d messages %s", report.copied(), mode == Mode.PLAN ? "to copy" : "copied"));
        }
        if (report.expired() > 0) {
            line.append(String.format(Locale.ROOT, "; %,d expired before they were copied", report.expired()));
        }
        if (report.damaged() > 0) {
            line.append(String.format(Locale.ROOT, "; %,d damaged in the source, not copied", report.damaged()));
        }
        Verification verification = report.verification();
        if (verification != null) {
            line.append("; ").append(text(verification));
        }
        return line.toString();
    }

    private static String offsetsInKafka(OffsetMap offsets) {
        List<OffsetMap.Run> runs = offsets.runs();
        if (runs.size() > 1) {
            return "in Kafka other ones, with " + (runs.size() - 1) + (runs.size() == 2 ? " gap" : " gaps") + " closed";
        }
        long shift = runs.get(0).target() - runs.get(0).source();
        return shift == 0 ? "in Kafka the same" : String.format(Locale.ROOT, "in Kafka %+d", shift);
    }

    private static String text(Verification verification) {
        if (verification.isSame()) {
            return String.format(
                    Locale.ROOT,
                    "%,d verified, SHA-256 %s",
                    verification.targetCount(),
                    verification.targetDigest().substring(0, DIGEST_DIGITS));
        }
        return String.format(
                Locale.ROOT,
                "DIFFERENT: %,d messages in the source and %,d in Kafka; %s",
                verification.sourceCount(),
                verification.targetCount(),
                verification.difference());
    }

    private static String line(GroupReport report) {
        String at = String.format(
                Locale.ROOT,
                "group %s: %s at offset %d, in Kafka %d",
                report.group(),
                report.partition(),
                report.sourceOffset(),
                report.targetOffset());
        return switch (report.outcome()) {
            case SET -> at;
            case KEPT -> at + ", where it has come to there";
            case FAILED -> "group " + report.group() + ": " + report.partition() + " NOT SET: " + report.problem();
        };
    }

    void printAsJson(ExportReport report, OutputStream out) throws IOException {
        JsonLines lines = new JsonLines(new BufferedOutputStream(out));
        for (PartitionReport partition : report.partitions()) {
            lines.write(object -> write(partition, object));
        }
        for (GroupReport group : report.groups()) {
            lines.write(object -> {
                object.writeStringProperty("group", group.group().value());
                object.writeStringProperty("topic", group.partition().topic().value());
                object.writeNumberProperty("partition", group.partition().partition());
                object.writeNumberProperty("offset", group.sourceOffset());
                object.writeNumberProperty("kafkaOffset", group.targetOffset());
                object.writeStringProperty("outcome", group.outcome().name().toLowerCase(Locale.ROOT));
                if (group.problem() != null) {
                    object.writeStringProperty("problem", group.problem());
                }
            });
        }
        lines.flush();
    }

    private static void write(PartitionReport report, JsonGenerator object) {
        object.writeStringProperty("topic", report.partition().topic().value());
        object.writeNumberProperty("partition", report.partition().partition());
        object.writeNumberProperty("logStartOffset", report.source().start());
        object.writeNumberProperty("logEndOffset", report.source().end());
        object.writeNumberProperty("kafkaLogEndOffset", report.targetEnd());
        object.writeArrayPropertyStart("offsets");
        for (OffsetMap.Run run : report.offsets().runs()) {
            object.writeStartObject();
            object.writeNumberProperty("from", run.source());
            object.writeNumberProperty("kafkaFrom", run.target());
            object.writeEndObject();
        }
        object.writeEndArray();
        object.writeNumberProperty("copied", report.copied());
        object.writeNumberProperty("expired", report.expired());
        object.writeNumberProperty("damaged", report.damaged());
        Verification verification = report.verification();
        if (verification != null) {
            object.writeBooleanProperty("same", verification.isSame());
            object.writeNumberProperty("count", verification.sourceCount());
            object.writeNumberProperty("kafkaCount", verification.targetCount());
            object.writeStringProperty("sha256", verification.sourceDigest());
            object.writeStringProperty("kafkaSha256", verification.targetDigest());
            if (verification.difference() != null) {
                object.writeStringProperty("difference", verification.difference());
            }
        }
    }
}

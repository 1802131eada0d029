package io.minikafka.http;

import io.minikafka.http.History.Numbers;
import io.minikafka.http.History.Sample;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was produced to topics lately, and what they held. */
@Schema(
        name = "TopicHistories",
        description =
                "What was produced to topics lately, and what they held; kept in memory since the server started.")
record TopicHistories(
        @Schema(
                description = "Between two samples, in ISO-8601; PT0S when none are taken, as over Kafka.",
                example = "PT10S",
                type = "string",
                requiredMode = Schema.RequiredMode.REQUIRED)
        Duration interval,

        @Schema(description = "When the samples were taken, oldest first.", requiredMode = Schema.RequiredMode.REQUIRED)
        List<Instant> times,

        @Schema(
                description = "Messages appended since the sample before to all topics that the caller may see.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<@Nullable Long> produced,

        @Schema(
                description = "The topics of this page, in the order of their names.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<TopicHistory> topics,

        @Schema(
                description = "Where the next page goes on, as its parameter 'after'; left out on the last page.",
                example = "orders")
        @Nullable
        String next) {

    /** A topic's history. */
    @Schema(name = "TopicHistory", description = "A topic's history; null where a sample has nothing of it.")
    record TopicHistory(
            @Schema(description = "Its name.", example = "orders", requiredMode = Schema.RequiredMode.REQUIRED)
            String name,

            @Schema(
                    description = "Messages appended since the sample before.",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            List<@Nullable Long> produced,

            @Schema(description = "Bytes held.", requiredMode = Schema.RequiredMode.REQUIRED)
            List<@Nullable Long> bytes) {}

    /**
     * @param history of the offsets and the bytes of each
     * @param visible who counts for the sum
     */
    static TopicHistories of(Duration interval, List<Sample> history, NamePage page, List<String> visible) {
        return new TopicHistories(
                interval,
                history.stream().map(Sample::time).toList(),
                sum(history, visible),
                page.names().stream()
                        .map(name -> new TopicHistory(name, produced(history, name), bytes(history, name)))
                        .toList(),
                page.next());
    }

    private static List<@Nullable Long> produced(List<Sample> history, String topic) {
        List<@Nullable Long> produced = new ArrayList<>();
        Numbers before = null;
        for (Sample sample : history) {
            Numbers now = sample.of(topic);
            produced.add(now == null || before == null ? null : increase(before, now));
            before = now;
        }
        return produced;
    }

    /** A topic with fewer messages than before has been created anew. */
    private static long increase(Numbers before, Numbers now) {
        return now.first() < before.first() ? now.first() : now.first() - before.first();
    }

    private static List<@Nullable Long> bytes(List<Sample> history, String topic) {
        List<@Nullable Long> bytes = new ArrayList<>();
        for (Sample sample : history) {
            Numbers now = sample.of(topic);
            bytes.add(now == null ? null : now.second());
        }
        return bytes;
    }

    private static List<@Nullable Long> sum(List<Sample> history, List<String> topics) {
        List<@Nullable Long> sum = new ArrayList<>();
        Sample before = null;
        for (Sample sample : history) {
            sum.add(before == null ? null : increase(before, sample, topics));
            before = sample;
        }
        return sum;
    }

    private static long increase(Sample before, Sample now, List<String> topics) {
        long sum = 0;
        for (String topic : topics) {
            Numbers first = before.of(topic);
            Numbers second = now.of(topic);
            if (first != null && second != null) {
                sum += increase(first, second);
            }
        }
        return sum;
    }
}

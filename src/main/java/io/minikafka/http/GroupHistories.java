package io.minikafka.http;

import io.minikafka.http.History.Numbers;
import io.minikafka.http.History.Sample;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** How far groups were behind lately. */
@Schema(
        name = "GroupHistories",
        description = "How far groups were behind lately; kept in memory since the server started.")
record GroupHistories(
        @Schema(
                description = "Between two samples, in ISO-8601; PT0S when none are taken.",
                example = "PT15S",
                type = "string",
                requiredMode = Schema.RequiredMode.REQUIRED)
        Duration interval,

        @Schema(description = "When the samples were taken, oldest first.", requiredMode = Schema.RequiredMode.REQUIRED)
        List<Instant> times,

        @Schema(
                description = "The groups of this page, in the order of their names.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<GroupHistory> groups,

        @Schema(
                description = "Where the next page goes on, as its parameter 'after'; left out on the last page.",
                example = "billing")
        @Nullable
        String next) {

    /** A group's history. */
    @Schema(name = "GroupHistory", description = "A group's history; null where a sample has nothing of it.")
    record GroupHistory(
            @Schema(description = "Its name.", example = "billing", requiredMode = Schema.RequiredMode.REQUIRED)
            String name,

            @Schema(
                    description = "Retained messages it had not committed.",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            List<@Nullable Long> lag,

            @Schema(
                    description =
                            "Messages that had left by retention before it had read them, since the server started.",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            List<@Nullable Long> skipped) {}

    /** @param history of the lag and the skipped messages of each */
    static GroupHistories of(Duration interval, List<Sample> history, NamePage page) {
        return new GroupHistories(
                interval,
                history.stream().map(Sample::time).toList(),
                page.names().stream()
                        .map(name -> new GroupHistory(
                                name, values(history, name, Numbers::first), values(history, name, Numbers::second)))
                        .toList(),
                page.next());
    }

    private static List<@Nullable Long> values(List<Sample> history, String group, ToLongFunction<Numbers> value) {
        List<@Nullable Long> values = new ArrayList<>();
        for (Sample sample : history) {
            Numbers now = sample.of(group);
            values.add(now == null ? null : value.applyAsLong(now));
        }
        return values;
    }
}

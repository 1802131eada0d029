package io.minikafka.server;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationFormat;
import org.springframework.boot.convert.DurationStyle;

/**
 * What is remembered of topics and groups, in memory, for charts; that of groups has the interval of
 * minikafka.metrics.group-lag-interval.
 *
 * @param interval How often topics are looked at; 0s is never, and so it is over Kafka.
 * @param length How far back it goes, in 10000 looks at most.
 * @param maxTopics Bound on the topics remembered, the first by their names.
 * @param maxGroups Bound on the groups remembered, the first by their names.
 */
public record HistoryProperties(
        @DefaultValue("10s")
        @DurationNotation
        @DurationFormat(DurationStyle.ISO8601)
        @DurationMin(message = "0s or longer")
        Duration interval,

        @DefaultValue("1h")
        @DurationNotation
        @DurationFormat(DurationStyle.ISO8601)
        @DurationMin(message = "0s or longer")
        Duration length,

        @DefaultValue("200")
        @Min(value = 1, message = "a number from 1 to 10000")
        @Max(value = 10_000, message = "a number from 1 to 10000")
        int maxTopics,

        @DefaultValue("200")
        @Min(value = 1, message = "a number from 1 to 10000")
        @Max(value = 10_000, message = "a number from 1 to 10000")
        int maxGroups) {}

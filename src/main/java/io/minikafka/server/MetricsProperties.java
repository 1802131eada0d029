package io.minikafka.server;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationFormat;
import org.springframework.boot.convert.DurationStyle;

/**
 * What is measured for monitoring.
 *
 * @param groupLagInterval How often the lag of consumer groups is asked for; 0s is never.
 * @param maxTopics How many topics are told apart; all others are summed as _other.
 * @param maxGroups How many consumer groups are told apart; all others are summed as _other.
 */
public record MetricsProperties(
        @DefaultValue("15s")
        @DurationNotation
        @DurationFormat(DurationStyle.ISO8601)
        @DurationMin(message = "0s or longer")
        Duration groupLagInterval,

        @DefaultValue("100")
        @Min(value = 1, message = "a number from 1 to 10000")
        @Max(value = 10_000, message = "a number from 1 to 10000")
        int maxTopics,

        @DefaultValue("100")
        @Min(value = 1, message = "a number from 1 to 10000")
        @Max(value = 10_000, message = "a number from 1 to 10000")
        int maxGroups) {}

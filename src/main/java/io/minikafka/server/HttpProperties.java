package io.minikafka.server;

import io.minikafka.http.HttpSettings;
import io.minikafka.http.ReadLimits;
import io.minikafka.http.TailSettings;
import io.minikafka.store.StoreLimits;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationFormat;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * The HTTP door; server.address and server.port say where it is.
 *
 * @param enabled Whether there is one; health, info and metrics are there anyway.
 * @param maxRequestSize Bound on the body of one request; JSON with base64 takes a third more than its bytes.
 * @param maxBufferedSize Bound on the bodies of all requests together that are not answered yet; one always fits.
 * @param maxMessages Bound on the messages of one request to produce.
 * @param maxWait How long a reader may wait for a message, whatever it asks for.
 * @param answerTimeout How long an answer may take beyond what a reader waits for.
 * @param maxPageSize Bound on the topics or groups of one reply, whatever is asked for.
 * @param tail Live tails.
 */
public record HttpProperties(
        @DefaultValue("true") boolean enabled,

        @DefaultValue("64MB") @DataSizeRange(min = "1KB", max = "1536MB")
        DataSize maxRequestSize,

        @DefaultValue("256MB") @DataSizeRange(min = "1KB", max = "1048576TB")
        DataSize maxBufferedSize,

        @DefaultValue("10000") @Min(value = 1, message = "1 or more")
        int maxMessages,

        @DefaultValue("30s")
        @DurationNotation
        @DurationFormat(DurationStyle.ISO8601)
        @DurationMin(message = "0s or longer")
        Duration maxWait,

        @DefaultValue("1m")
        @DurationNotation
        @DurationFormat(DurationStyle.ISO8601)
        @DurationMin(millis = 1, message = "1ms or longer")
        Duration answerTimeout,

        @DefaultValue("1000") @Min(value = 1, message = "1 or more")
        int maxPageSize,

        @DefaultValue @Valid Tail tail) {

    HttpSettings settings(StoreLimits limits, ReadLimits reads) {
        return new HttpSettings(
                limits,
                maxRequestSize.toBytes(),
                maxBufferedSize.toBytes(),
                maxMessages,
                reads,
                maxWait,
                answerTimeout,
                maxPageSize,
                tail.settings());
    }

    /**
     * Live tails over HTTP.
     *
     * @param maxTails How many there may be at the same time.
     * @param maxPartitions How many partitions one may have.
     * @param bufferSize What one may read ahead of its client; a message of each partition always fits.
     * @param heartbeat How often a comment is sent, which shows whether the other end is there.
     */
    public record Tail(
            @DefaultValue("100") @Min(value = 1, message = "1 or more")
            int maxTails,

            @DefaultValue("100")
            @Min(value = 1, message = "a number from 1 to 1000")
            @Max(value = 1000, message = "a number from 1 to 1000")
            int maxPartitions,

            @DefaultValue("256KB") @DataSizeRange(min = "1KB", max = "1GB")
            DataSize bufferSize,

            @DefaultValue("15s")
            @DurationNotation
            @DurationFormat(DurationStyle.ISO8601)
            @DurationMin(millis = 1, message = "1ms or longer")
            Duration heartbeat) {

        TailSettings settings() {
            return new TailSettings(maxTails, maxPartitions, Math.toIntExact(bufferSize.toBytes()), heartbeat);
        }
    }
}

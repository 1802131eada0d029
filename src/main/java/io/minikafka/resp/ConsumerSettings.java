package io.minikafka.resp;

import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client may set for its consumer, by librdkafka's names: an allow-list. Most are accepted, checked, and have no
 * effect, since what they tune does not exist here; none can reach what is the server's to decide.
 */
record ConsumerSettings(StartAt startAt, Duration maxPollInterval) {
    static final ConsumerSettings DEFAULT =
            new ConsumerSettings(StartAt.EARLIEST, MemberSpec.DEFAULT_MAX_POLL_INTERVAL);

    private static final int MOST_CHARACTERS = 16 << 10;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> EARLIEST = Set.of("earliest", "smallest", "beginning");
    private static final Set<String> LATEST = Set.of("latest", "largest", "end");

    private record Range(long least, long most) {}

    /** As far as librdkafka bounds them. */
    private static final Map<String, Range> NUMBERS = Map.ofEntries(
            Map.entry("max.poll.interval.ms", new Range(1, DAY_MILLIS)),
            Map.entry("session.timeout.ms", new Range(1, DAY_MILLIS)),
            Map.entry("heartbeat.interval.ms", new Range(1, DAY_MILLIS)),
            Map.entry("auto.commit.interval.ms", new Range(0, DAY_MILLIS)),
            Map.entry("fetch.wait.max.ms", new Range(0, 300_000)),
            Map.entry("fetch.queue.backoff.ms", new Range(0, 300_000)),
            Map.entry("fetch.error.backoff.ms", new Range(0, 300_000)),
            Map.entry("fetch.min.bytes", new Range(1, 100_000_000)),
            Map.entry("fetch.max.bytes", new Range(0, Integer.MAX_VALUE)),
            Map.entry("fetch.message.max.bytes", new Range(1, 1_000_000_000)),
            Map.entry("max.partition.fetch.bytes", new Range(1, 1_000_000_000)),
            Map.entry("queued.min.messages", new Range(1, 10_000_000)),
            Map.entry("queued.max.messages.kbytes", new Range(1, Integer.MAX_VALUE)),
            Map.entry("statistics.interval.ms", new Range(0, DAY_MILLIS)));

    private static final Set<String> FLAGS = Set.of(
            "enable.auto.commit",
            "enable.auto.offset.store",
            "enable.partition.eof",
            "check.crcs",
            "log.connection.close");

    private static final Set<String> TEXTS =
            Set.of("client.id", "isolation.level", "partition.assignment.strategy", "offset.store.method");

    /**
     * Reads a JSON object.
     *
     * @throws CommandException when the text is none
     * @throws IllegalArgumentException when a setting is unknown or its value wrong; the message says which
     */
    static ConsumerSettings of(String json) {
        if (json.isEmpty()) {
            return DEFAULT;
        }
        ConsumerSettings settings = DEFAULT;
        for (Map.Entry<String, JsonNode> setting : parse(json).properties()) {
            settings = settings.with(setting.getKey(), setting.getValue());
        }
        return settings;
    }

    private static JsonNode parse(String json) {
        if (json.length() > MOST_CHARACTERS) {
            throw unreadable(json, "it has " + json.length() + " characters; the limit is " + MOST_CHARACTERS);
        }
        try {
            JsonNode settings = JSON.readTree(json);
            if (!settings.isObject()) {
                throw unreadable(json, "accepted is a JSON object");
            }
            return settings;
        } catch (JacksonException e) {
            throw unreadable(json, ErrorTexts.shown(e.getOriginalMessage()));
        }
    }

    private static CommandException unreadable(String json, String reason) {
        return new CommandException(
                "CONS Error parsing configuration from '" + ErrorTexts.shown(json) + "'; " + reason);
    }

    private ConsumerSettings with(String name, JsonNode value) {
        if (name.equals("auto.offset.reset")) {
            return new ConsumerSettings(startAt(name, value), maxPollInterval);
        }
        Range range = NUMBERS.get(name);
        if (range != null) {
            long number = number(name, value, range);
            return name.equals("max.poll.interval.ms")
                    ? new ConsumerSettings(startAt, Duration.ofMillis(number))
                    : this;
        }
        if (FLAGS.contains(name)) {
            String text = value.isBoolean() || value.isString() ? value.asString() : "";
            if (!text.equals("true") && !text.equals("false")) {
                throw refused(name, value, "true or false");
            }
            return this;
        }
        if (TEXTS.contains(name)) {
            if (!value.isString()) {
                throw refused(name, value, "text");
            }
            return this;
        }
        throw new IllegalArgumentException("the setting '" + ErrorTexts.shown(name) + "' is unknown or not a client's");
    }

    private static StartAt startAt(String name, JsonNode value) {
        String text = value.isString() ? value.asString() : "";
        if (EARLIEST.contains(text)) {
            return StartAt.EARLIEST;
        }
        if (LATEST.contains(text)) {
            return StartAt.LATEST;
        }
        throw refused(name, value, "earliest, smallest, beginning, latest, largest or end");
    }

    private static long number(String name, JsonNode value, Range range) {
        String accepted = "a whole number from " + range.least() + " to " + range.most();
        if (!value.isIntegralNumber() && !value.isString()) {
            throw refused(name, value, accepted);
        }
        try {
            long number = Long.parseLong(value.asString());
            if (number >= range.least() && number <= range.most()) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused like a number out of range.
        }
        throw refused(name, value, accepted);
    }

    private static IllegalArgumentException refused(String name, JsonNode value, String accepted) {
        return new IllegalArgumentException(
                name + " is " + ErrorTexts.shown(value.toString()) + "; accepted is " + accepted);
    }
}

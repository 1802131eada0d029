package io.minikafka.resp;

import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * What a client may set for its consumer, by librdkafka's names: an allow-list. All are checked; some have an effect only
 * where the backend fetches, some nowhere, since what they tune does not exist here; none can reach what is the server's
 * to decide.
 *
 * @param commitInterval how long acknowledgements may be gathered before they are committed; zero for not at all
 * @param tuning what the client gave of those settings that backends which fetch have, too
 */
record ConsumerSettings(
        StartAt startAt, Duration maxPollInterval, Duration commitInterval, Map<String, String> tuning) {
    private static final String AUTO_OFFSET_RESET = "auto.offset.reset";
    private static final String MAX_POLL_INTERVAL = "max.poll.interval.ms";
    private static final String AUTO_COMMIT_INTERVAL = "auto.commit.interval.ms";

    /** librdkafka's default. */
    private static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofSeconds(5);

    private static final int MOST_CHARACTERS = 16 << 10;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private record Range(long least, long most) {}

    /** As far as librdkafka bounds them. */
    private static final Map<String, Range> NUMBERS = Map.ofEntries(
            Map.entry(MAX_POLL_INTERVAL, new Range(1, DAY_MILLIS)),
            Map.entry("session.timeout.ms", new Range(1, DAY_MILLIS)),
            Map.entry("heartbeat.interval.ms", new Range(1, DAY_MILLIS)),
            Map.entry(AUTO_COMMIT_INTERVAL, new Range(0, DAY_MILLIS)),
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

    private static final Set<String> LATEST = Set.of("latest", "largest", "end");

    private static final Map<String, List<String>> CHOICES = Map.of(
            AUTO_OFFSET_RESET,
            List.of("earliest", "smallest", "beginning", "latest", "largest", "end"),
            "isolation.level",
            List.of("read_uncommitted", "read_committed"),
            "offset.store.method",
            List.of("none", "file", "broker"));

    /** Of which several may be given, separated by commas. */
    private static final Map<String, List<String>> LISTS =
            Map.of("partition.assignment.strategy", List.of("range", "roundrobin", "cooperative-sticky"));

    private static final Set<String> TEXTS = Set.of("client.id");

    /** What is passed on. The others are read here, or have no effect anywhere. */
    private static final Set<String> TUNING = Set.of(
            "session.timeout.ms",
            "heartbeat.interval.ms",
            "fetch.wait.max.ms",
            "fetch.queue.backoff.ms",
            "fetch.error.backoff.ms",
            "fetch.min.bytes",
            "fetch.max.bytes",
            "fetch.message.max.bytes",
            "max.partition.fetch.bytes",
            "queued.min.messages",
            "queued.max.messages.kbytes",
            "check.crcs",
            "isolation.level",
            "partition.assignment.strategy");

    /** Last, since it is made of all these. */
    static final ConsumerSettings DEFAULT = ofValues(Map.of());

    /**
     * Reads a JSON object.
     *
     * @throws CommandException when the text is none
     * @throws IllegalArgumentException when a setting is unknown or its value wrong; the message says which
     */
    static ConsumerSettings of(String json) {
        return of(json, Map.of());
    }

    /**
     * Reads a JSON object.
     *
     * @param defaults checked settings that hold where the object has none
     * @throws CommandException when the text is none
     * @throws IllegalArgumentException when a setting is unknown or its value wrong; the message says which
     */
    static ConsumerSettings of(String json, Map<String, String> defaults) {
        Map<String, String> values = new HashMap<>(defaults);
        if (!json.isEmpty()) {
            parse(json).properties().forEach(setting -> values.put(setting.getKey(), checked(setting)));
        }
        return values.isEmpty() ? DEFAULT : ofValues(values);
    }

    /**
     * The settings as they are used, each checked.
     *
     * @throws IllegalArgumentException when one is unknown or its value wrong; the message says which
     */
    static Map<String, String> checked(Map<String, String> settings) {
        Map<String, String> checked = new HashMap<>();
        settings.forEach((name, text) -> checked.put(name, checked(Map.entry(name, StringNode.valueOf(text)))));
        return Map.copyOf(checked);
    }

    private static ConsumerSettings ofValues(Map<String, String> values) {
        Map<String, String> tuning = new HashMap<>(values);
        tuning.keySet().retainAll(TUNING);
        return new ConsumerSettings(
                LATEST.contains(values.getOrDefault(AUTO_OFFSET_RESET, "earliest")) ? StartAt.LATEST : StartAt.EARLIEST,
                duration(values, MAX_POLL_INTERVAL, MemberSpec.DEFAULT_MAX_POLL_INTERVAL),
                duration(values, AUTO_COMMIT_INTERVAL, DEFAULT_COMMIT_INTERVAL),
                Map.copyOf(tuning));
    }

    private static Duration duration(Map<String, String> values, String name, Duration otherwise) {
        String millis = values.get(name);
        return millis == null ? otherwise : Duration.ofMillis(Long.parseLong(millis));
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

    /** The value of a setting in its plain form. */
    private static String checked(Map.Entry<String, JsonNode> setting) {
        String name = setting.getKey();
        JsonNode value = setting.getValue();
        Range range = NUMBERS.get(name);
        if (range != null) {
            return Long.toString(number(name, value, range));
        }
        if (FLAGS.contains(name)) {
            String text = value.isBoolean() || value.isString() ? value.asString() : "";
            if (!text.equals("true") && !text.equals("false")) {
                throw refused(name, value, "true or false");
            }
            return text;
        }
        if (CHOICES.containsKey(name)) {
            return choice(name, value, CHOICES.get(name));
        }
        if (LISTS.containsKey(name)) {
            return choices(name, value, LISTS.get(name));
        }
        if (TEXTS.contains(name)) {
            if (!value.isString()) {
                throw refused(name, value, "text");
            }
            return value.asString();
        }
        throw new IllegalArgumentException("the setting '" + ErrorTexts.shown(name) + "' is unknown or not a client's");
    }

    private static String choice(String name, JsonNode value, List<String> choices) {
        if (value.isString() && choices.contains(value.asString())) {
            return value.asString();
        }
        throw refused(name, value, oneOf(choices));
    }

    private static String choices(String name, JsonNode value, List<String> choices) {
        List<String> chosen = value.isString()
                ? Arrays.stream(value.asString().split(",", -1))
                        .map(String::strip)
                        .toList()
                : List.of();
        if (!chosen.isEmpty() && choices.containsAll(chosen)) {
            return String.join(",", chosen);
        }
        throw refused(name, value, oneOf(choices) + ", or several of them separated by commas");
    }

    private static String oneOf(List<String> choices) {
        int last = choices.size() - 1;
        return String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
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

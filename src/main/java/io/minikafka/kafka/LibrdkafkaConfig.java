package io.minikafka.kafka;

import io.minikafka.kafka.LibrdkafkaNames.Reach;
import io.minikafka.kafka.LibrdkafkaNames.Setting;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Settings in librdkafka's notation, such as rafka's {@code librdkafka.json}, as settings of Kafka's Java client: a JSON
 * object with the sections {@code general}, {@code consumer} and {@code producer}, of which the latter two win. Settings
 * of topics may stand among the others, or below {@code default.topic.config}.
 *
 * @param clientDefaults what clients of the service may choose for their consumers and the file chose for those that do
 *     not, by librdkafka's names
 * @param ignored the names that have no counterpart, or are decided by the service or its clients; sorted
 */
public record LibrdkafkaConfig(
        Map<String, Object> producer,
        Map<String, Object> consumer,
        Map<String, Object> admin,
        Map<String, String> clientDefaults,
        List<String> ignored) {
    /** Of no file. */
    public static final LibrdkafkaConfig NONE = new LibrdkafkaConfig(Map.of(), Map.of(), Map.of(), Map.of(), List.of());

    private static final String GENERAL = "general";
    private static final String CONSUMER = "consumer";
    private static final String PRODUCER = "producer";
    private static final String TOPIC = "default.topic.config";
    private static final String TOPIC_PREFIX = "{topic}.";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> CLIENTS_OWN =
            Set.of("auto.offset.reset", "auto.commit.interval.ms", "max.poll.interval.ms");

    /** What a client of ours may set although it concerns more than consumers. */
    private static final Set<String> OF_ANY_CLIENT =
            Set.of("client.id", "statistics.interval.ms", "log.connection.close");

    /**
     * Reads a file's text, and the private key and certificate that it names.
     *
     * @throws IllegalArgumentException when it is no JSON object of that shape, names a setting that librdkafka does not
     *     know, or has a value of the wrong kind; the message says which, and in which section
     */
    public static LibrdkafkaConfig of(String json) {
        JsonNode root = parse(json);
        for (String section : root.propertyNames()) {
            if (!Set.of(GENERAL, CONSUMER, PRODUCER).contains(section)) {
                throw new IllegalArgumentException(
                        "the section '" + section + "' is unknown; accepted are general, consumer and producer");
            }
        }
        Set<String> ignored = new TreeSet<>();
        Map<String, Object> consumer = new HashMap<>();
        Map<String, Object> producer = new HashMap<>();
        Map<String, Object> admin = new HashMap<>();
        Map<String, String> clientDefaults = new HashMap<>();
        for (String section : List.of(GENERAL, CONSUMER, PRODUCER)) {
            texts(section, root.path(section)).forEach((name, text) -> {
                Setting setting = setting(section, name);
                Object value = value(section, name, text, setting);
                boolean used = !section.equals(PRODUCER) && CLIENTS_OWN.contains(name);
                if (used) {
                    clientDefaults.put(name, text);
                }
                if (value != null && !section.equals(PRODUCER) && setting.reach() != Reach.PRODUCER) {
                    consumer.put(javaName(setting), value);
                    used = true;
                }
                if (value != null && !section.equals(CONSUMER) && setting.reach() != Reach.CONSUMER) {
                    producer.put(javaName(setting), value);
                    used = true;
                    if (setting.reach() == Reach.ALL) {
                        admin.put(javaName(setting), value);
                    }
                }
                if (!used) {
                    ignored.add(name);
                }
            });
        }
        for (Map<String, Object> client : List.of(consumer, producer, admin)) {
            LibrdkafkaSecurity.join(client);
            LibrdkafkaTimes.joinConnecting(client);
        }
        LibrdkafkaTimes.joinConsuming(consumer);
        LibrdkafkaTimes.joinProducing(producer);
        LibrdkafkaTimes.joinAsking(admin);
        level(producer, ignored);
        return new LibrdkafkaConfig(
                Map.copyOf(producer),
                Map.copyOf(consumer),
                Map.copyOf(admin),
                Map.copyOf(clientDefaults),
                List.copyOf(ignored));
    }

    /**
     * The settings that a client of ours chose for its consumer. Names of the allow-list that have no counterpart are left
     * out.
     *
     * @throws IllegalArgumentException when a name is unknown or not about consuming, or a value is of the wrong kind;
     *     the message says which
     */
    public static Map<String, Object> consumerSettings(Map<String, String> tuning) {
        Map<String, Object> settings = new HashMap<>();
        tuning.forEach((name, text) -> {
            Setting setting = LibrdkafkaNames.find(name);
            if (setting == null || (setting.reach() != Reach.CONSUMER && !OF_ANY_CLIENT.contains(name))) {
                throw new IllegalArgumentException("the setting '" + name + "' is unknown or not a consumer's");
            }
            Object value = converted(name, text, setting);
            if (value != null) {
                settings.put(javaName(setting), value);
            }
        });
        LibrdkafkaTimes.joinConsuming(settings);
        return Map.copyOf(settings);
    }

    private static JsonNode parse(String json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "it is not JSON: " + e.getOriginalMessage() + " at line "
                            + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()),
                    e);
        }
        throw new IllegalArgumentException("it must be a JSON object with the sections general, consumer and producer");
    }

    /** Topics' settings first, which those beside them overrule. */
    private static Map<String, String> texts(String section, JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (node.isMissingNode()) {
            return texts;
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException("the section '" + section + "' must be a JSON object");
        }
        JsonNode topic = node.path(TOPIC);
        if (topic.isObject()) {
            topic.properties().forEach(entry -> texts.put(entry.getKey(), text(section, entry)));
        }
        Predicate<Map.Entry<String, JsonNode>> isTopic =
                entry -> entry.getKey().equals(TOPIC) && entry.getValue().isObject();
        node.properties().stream().filter(isTopic.negate()).forEach(entry -> {
            String name = entry.getKey();
            texts.put(
                    name.startsWith(TOPIC_PREFIX) ? name.substring(TOPIC_PREFIX.length()) : name, text(section, entry));
        });
        return texts;
    }

    private static String text(String section, Map.Entry<String, JsonNode> entry) {
        JsonNode value = entry.getValue();
        if (value.isString() || value.isNumber() || value.isBoolean()) {
            return value.asString();
        }
        throw new IllegalArgumentException(
                "in the section '" + section + "' " + entry.getKey() + " must be a text, a number, true or false");
    }

    private static Setting setting(String section, String name) {
        Setting setting = LibrdkafkaNames.find(name);
        if (setting == null) {
            throw new IllegalArgumentException(
                    "in the section '" + section + "' '" + name + "' is no setting of librdkafka");
        }
        return setting;
    }

    private static @Nullable Object value(String section, String name, String text, Setting setting) {
        try {
            return converted(name, text, setting);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in the section '" + section + "' " + e.getMessage(), e);
        }
    }

    private static @Nullable Object converted(String name, String text, Setting setting) {
        try {
            return setting.conversion().of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is '" + text + "'; accepted is " + e.getMessage(), e);
        }
    }

    /** Only asked for a setting with a value. */
    private static String javaName(Setting setting) {
        String name = setting.javaName();
        if (name == null) {
            throw new AssertionError("A value without a name");
        }
        return name;
    }

    /** The Java client has a level for each kind of compression, of which 0 is none. */
    private static void level(Map<String, Object> producer, Set<String> ignored) {
        Object level = producer.remove("compression.level");
        if (!(level instanceof Integer number)) {
            return;
        }
        String type = String.valueOf(producer.get("compression.type"));
        if (number > 0 && Set.of("gzip", "lz4", "zstd").contains(type)) {
            producer.put("compression." + type + ".level", number);
        } else {
            ignored.add("compression.level");
        }
    }
}

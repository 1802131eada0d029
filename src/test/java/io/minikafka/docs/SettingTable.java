package io.minikafka.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our settings as tables in Markdown, one a group, made of the metadata that the build makes of their records. */
final class SettingTable {
    private static final String METADATA = "/META-INF/spring-configuration-metadata.json";
    private static final String HEAD = """
            | property | environment | type | default | |
            |---|---|---|---|---|
            """;
    private static final Pattern MAP = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String,(.+)>");
    private static final Pattern COLLECTION = Pattern.compile("java\\.util\\.(?:Set|List)<(.+)>");
    private static final Map<String, String> TYPES = Map.of(
            "java.lang.Boolean", "`true`, `false`",
            "java.lang.Double", "number",
            "java.lang.Integer", "number",
            "java.lang.String", "text",
            "java.net.InetAddress", "address",
            "java.time.Duration", "duration",
            "io.minikafka.server.ListenAddress", "host:port",
            "org.springframework.util.unit.DataSize", "size");

    private SettingTable() {}

    /** The tables by their groups, such as {@code minikafka.resp}. */
    static Map<String, String> all() {
        JsonNode metadata = metadata();
        List<String> groups = stream(metadata.path("groups"))
                .map(group -> group.path("name").asString())
                .toList();
        Map<String, List<JsonNode>> properties = stream(metadata.path("properties"))
                .collect(Collectors.groupingBy(
                        property -> groupOf(property.path("name").asString(), groups),
                        TreeMap::new,
                        Collectors.toList()));
        Map<String, String> tables = new TreeMap<>();
        properties.forEach((group, members) ->
                tables.put(group, HEAD + members.stream().map(SettingTable::row).collect(Collectors.joining())));
        return tables;
    }

    private static JsonNode metadata() {
        try (InputStream json = SettingTable.class.getResourceAsStream(METADATA)) {
            return JsonMapper.shared().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String groupOf(String property, List<String> groups) {
        String longest = "";
        for (String group : groups) {
            if (property.startsWith(group + ".") && group.length() > longest.length()) {
                longest = group;
            }
        }
        return longest;
    }

    private static String row(JsonNode property) {
        String name = property.path("name").asString();
        Matcher map = MAP.matcher(property.path("type").asString());
        if (map.matches()) {
            name += ".<name>";
        }
        return "| `" + name + "` | `" + variable(name) + "` | "
                + type(property.path("type").asString()) + " | "
                + defaultValue(property.path("defaultValue")) + " | "
                + property.path("description").asString().replace("|", "\\|") + " |\n";
    }

    /** As Spring Boot reads it from the environment: no dashes, dots as underscores. */
    private static String variable(String property) {
        return property.replace("-", "")
                .replace('.', '_')
                .toUpperCase(Locale.ROOT)
                .replace("<NAME>", "<NAME>_…");
    }

    private static String type(String name) {
        Matcher map = MAP.matcher(name);
        if (map.matches()) {
            return "see below";
        }
        Matcher collection = COLLECTION.matcher(name);
        if (collection.matches()) {
            return "list of " + type(collection.group(1));
        }
        String known = TYPES.get(name);
        return known != null ? known : constants(name);
    }

    private static String constants(String name) {
        try {
            Object[] constants = Class.forName(name).getEnumConstants();
            if (constants == null) {
                throw new IllegalStateException("How do users call the type " + name + "?");
            }
            return Arrays.stream(constants)
                    .map(constant -> "`"
                            + ((Enum<?>) constant)
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-') + "`")
                    .collect(Collectors.joining(", "));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String defaultValue(JsonNode value) {
        if (value.isArray()) {
            return "`" + stream(value).map(JsonNode::asString).collect(Collectors.joining(",")) + "`";
        }
        String text = value.isMissingNode() ? "" : value.asString();
        return text.isEmpty() ? "none" : "`" + text + "`";
    }
}

package io.minikafka.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The environment variables that are settings, by the metadata of the service and of the libraries in it. */
public final class SettingNames {
    /** Read by what reads the metadata's properties, hence not among them. */
    private static final Set<String> OF_CONFIGURATION_DATA =
            Set.of("SPRING_CONFIG_ADDITIONALLOCATION", "SPRING_CONFIG_IMPORT", "SPRING_PROFILES_ACTIVE");

    private static final Set<String> KNOWN = new HashSet<>();
    private static final Set<String> MAPS = new HashSet<>();

    static {
        try {
            for (String resource : Set.of(
                    "META-INF/spring-configuration-metadata.json",
                    "META-INF/additional-spring-configuration-metadata.json")) {
                for (URL url :
                        Collections.list(SettingNames.class.getClassLoader().getResources(resource))) {
                    add(url);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SettingNames() {}

    public static boolean isKnown(String variable) {
        return OF_CONFIGURATION_DATA.contains(variable)
                || KNOWN.contains(variable)
                || MAPS.stream().anyMatch(map -> variable.startsWith(map + "_"));
    }

    private static void add(URL url) throws IOException {
        try (InputStream json = url.openStream()) {
            for (JsonNode property : JsonMapper.shared().readTree(json).path("properties")) {
                String name = property.path("name").asString();
                boolean map = property.path("type").asString("").startsWith("java.util.Map");
                for (String dashes : Set.of("", "_")) {
                    String variable =
                            name.replace("-", dashes).replace('.', '_').toUpperCase(Locale.ROOT);
                    (map ? MAPS : KNOWN).add(variable);
                }
            }
        }
    }
}

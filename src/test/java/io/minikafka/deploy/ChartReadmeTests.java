package io.minikafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** The chart's README has a row for every value: name, default, meaning. */
class ChartReadmeTests {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]*)` \\|.* \\|$");

    @Test
    void everyValueIsThereWithItsDefault() throws IOException {
        String readme = Files.readString(Chart.MINIKAFKA.directory().resolve("README.md"));
        Map<String, String> told = new TreeMap<>();
        ROW.matcher(readme).results().forEach((MatchResult row) -> told.put(row.group(1), row.group(2)));
        assertThat(told).isEqualTo(values());
    }

    private static Map<String, String> values() throws IOException {
        Map<String, String> values = new TreeMap<>();
        collect("", new Yaml().load(Files.readString(Chart.MINIKAFKA.directory().resolve("values.yaml"))), values);
        return values;
    }

    private static void collect(String path, Object value, Map<String, String> values) {
        // What Kubernetes defines is one value for us.
        boolean whole = path.equals("podSecurityContext") || path.equals("securityContext") || path.endsWith(".labels");
        if (value instanceof Map<?, ?> map && !map.isEmpty() && !whole) {
            String prefix = path.isEmpty() ? "" : path + ".";
            map.forEach((name, inner) -> collect(prefix + name, inner, values));
        } else {
            values.put(
                    path,
                    value instanceof String text ? text : JsonMapper.shared().writeValueAsString(value));
        }
    }
}

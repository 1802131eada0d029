package io.minikafka.client.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What editors tell about the client's settings. */
class ClientMetadataTests {
    private static final String PREFIX = "minikafka.client.";

    /** Whose default is that there is none. */
    private static final Set<String> OPTIONAL = Set.of(
            "target",
            "username",
            "password",
            "token",
            "ssl.enabled",
            "ssl.bundle",
            "producer.default-topic",
            "listener.group");

    private final Map<String, JsonNode> properties = properties();

    @Test
    void everySettingIsDescribedInASentence() {
        assertThat(properties)
                .hasSizeGreaterThan(25)
                .allSatisfy((name, property) -> assertThat(
                                property.path("description").asString())
                        .as(name)
                        .matches("[A-Z][^\n]+\\."));
    }

    @Test
    void everySettingHasADefaultUnlessNoneIsTheDefault() {
        assertThat(properties)
                .allSatisfy((name, property) ->
                        assertThat(property.has("defaultValue")).as(name).isEqualTo(!OPTIONAL.contains(name)));
    }

    @Test
    void theDefaultsAreTold() {
        assertThat(told("transport")).isEqualTo("grpc");
        assertThat(told("request-timeout")).isEqualTo("30s");
        assertThat(told("producer.buffer-size")).isEqualTo("16MB");
        assertThat(told("listener.max-poll-messages")).isEqualTo("500");
        assertThat(told("listener.retry.attempts")).isEqualTo("3");
        assertThat(told("listener.after-retries")).isEqualTo("skip");
    }

    private String told(String name) {
        return properties.get(name).path("defaultValue").asString();
    }

    private static Map<String, JsonNode> properties() {
        Map<String, JsonNode> found = new TreeMap<>();
        try (InputStream json =
                MinikafkaClientProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            for (JsonNode property : JsonMapper.shared().readTree(json).path("properties")) {
                String name = property.path("name").asString();
                if (name.startsWith(PREFIX)) {
                    found.put(name.substring(PREFIX.length()), property);
                }
            }
            return found;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

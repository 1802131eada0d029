package io.minikafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What editors and the documentation tell about our settings. */
class ConfigurationMetadataTests {
    private final List<JsonNode> properties = properties();

    @Test
    void everySettingIsDescribedInASentence() {
        assertThat(properties).hasSizeGreaterThan(10).allSatisfy(property -> {
            assertThat(property.path("name").asString()).startsWith("minikafka.");
            assertThat(property.path("description").asString())
                    .as(property.path("name").asString())
                    .matches("[A-Z][^\n]+\\.");
        });
    }

    /** The client's may have none: see {@code io.minikafka.client.autoconfigure.ClientMetadataTests}. */
    @Test
    void everySettingOfTheServiceHasADefault() {
        // A map of names that users choose is empty.
        assertThat(properties)
                .filteredOn(property -> !property.path("name").asString().startsWith("minikafka.client."))
                .filteredOn(property -> !property.path("type").asString().startsWith("java.util.Map<"))
                .allSatisfy(property -> assertThat(property.has("defaultValue"))
                        .as(property.path("name").asString())
                        .isTrue());
    }

    private static List<JsonNode> properties() {
        try (InputStream json =
                MinikafkaServer.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode properties = JsonMapper.shared().readTree(json).path("properties");
            return StreamSupport.stream(properties.spliterator(), false).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package io.minikafka.deploy;

import static io.minikafka.deploy.Chart.ANONYMOUS;
import static io.minikafka.deploy.Chart.MINIKAFKA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the chart accepts as values. */
class ChartSchemaTests {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replica: 1                                   | replica
            profile: redis                               | profile
            replicas: '1'                                | replicas
            replicas: -1                                 | replicas
            image: {tags: x}                             | tags
            image: {tag: 'a b'}                          | tag
            image: {digest: sha1:00}                     | digest
            persistence: {size: much}                    | size
            persistence: {accessModes: [ReadWriteMany]}  | accessModes
            persistence: {retention: {whenScaled: Keep}} | whenScaled
            redis: false                                 | redis
            security: {allowAnonymous: 'yes'}            | allowAnonymous
            kafka: {bootstrapServers: kafka}             | bootstrapServers
            tls: {existingSecret: 'Not A Name'}          | existingSecret
            tls: {clientAuth: maybe}                     | clientAuth
            jvm: {maxDirectMemory: 25%}                  | maxDirectMemory
            jvm: {maxRamPercentage: 100}                 | maxRamPercentage
            jvm: {options: [a b]}                        | options
            service: {ports: {grpc: 0}}                  | grpc
            service: {type: ExternalName}                | type
            probes: {liveness: {failureThreshold: 0}}    | failureThreshold
            fullnameOverride: Upper                      | fullnameOverride
            extraEnv: [{value: x}]                       | extraEnv
            networkPolicy: {from: []}                    | from
            podDisruptionBudget: {maxUnavailable: 0}     | maxUnavailable
            resources: {limit: {}}                       | limit
            """)
    void aWrongOrUnknownValueIsRefusedByName(String values, String name) {
        assertThatThrownBy(() -> MINIKAFKA.render(values))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "podDisruptionBudget: {maxUnavailable: 25%}",
                "jvm: {maxRamPercentage: 62.5, maxDirectMemory: 1g, options: ['-XX:+UseZGC']}",
                "persistence: {accessModes: [ReadWriteOncePod], size: 1.5Ti}",
                "config: {minikafka: {anything: {at: all}}}",
                "global: {of: {a: parent}}",
            })
    void whatMayBeGivenIs(String values) {
        assertThat(MINIKAFKA.render(ANONYMOUS + values).all()).isNotEmpty();
    }

    @Test
    void noPartOfTheChartsOwnAcceptsUnknownValues() throws IOException {
        Set<String> open = new TreeSet<>();
        collectOpen(
                "",
                JsonMapper.shared()
                        .readTree(Files.readString(MINIKAFKA.directory().resolve("values.schema.json"))),
                open);
        assertThat(open)
                .as("settings of the service, values of a parent chart, and what Kubernetes defines")
                .containsExactly(
                        ".affinity",
                        ".config",
                        ".global",
                        ".podSecurityContext",
                        ".resources.limits",
                        ".resources.requests",
                        ".securityContext",
                        ".serviceMonitor.endpoint");
    }

    private static void collectOpen(String path, JsonNode schema, Set<String> open) {
        if (schema.path("type").asString("").equals("object") && !schema.has("additionalProperties")) {
            open.add(path);
        }
        schema.path("properties")
                .properties()
                .forEach(entry -> collectOpen(path + "." + entry.getKey(), entry.getValue(), open));
    }
}

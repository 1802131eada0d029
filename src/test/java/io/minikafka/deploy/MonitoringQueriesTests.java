package io.minikafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minikafka.deploy.PromQuery.Label;
import io.minikafka.deploy.PromQuery.Selector;
import io.minikafka.metrics.Exposition;
import io.minikafka.metrics.Exposition.Sample;
import io.minikafka.server.MonitoredService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the alerts ask only for what a running service, which is in use, has just exported. */
class MonitoringQueriesTests {
    private static final Path DASHBOARD = Chart.MINIKAFKA.directory().resolve("dashboards/minikafka.json");
    private static final Path ALERTS = Chart.MINIKAFKA.directory().resolve("alerts/minikafka.yaml");

    /** Prometheus' own, of each target. */
    private static final Set<String> OF_TARGETS = Set.of("job", "instance");

    private static final Set<String> FUNCTIONS = Set.of(
            "sum", "min", "max", "rate", "delta", "deriv", "predict_linear", "histogram_quantile", "label_values");
    private static final Pattern IN_TEXT = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?([a-z_]+)\\s*}}");

    @TempDir
    private static Path root;

    private static MonitoredService service;
    private static Exposition seen;
    private static Exposition seenInMemory;

    @BeforeAll
    static void look() throws Exception {
        service = MonitoredService.start("--minikafka.root-dir=" + root);
        // Pauses are told once there was one, lag once it has been asked for.
        System.gc();
        seen = await().until(
                        service::scrape,
                        scraped -> scraped.names()
                                .containsAll(Set.of(
                                        "jvm_gc_pause_seconds_sum", "minikafka_group_lag", "minikafka_group_skipped")));
        try (MonitoredService inMemory = MonitoredService.start("--spring.profiles.active=memory")) {
            seenInMemory = inMemory.scrape();
        }
    }

    @AfterAll
    static void close() {
        service.close();
    }

    @Test
    @SuppressWarnings("unchecked")
    void everyAlertAsksForWhatThereIs() throws IOException {
        List<Map<String, Object>> rules = rules();
        assertThat(rules).hasSizeGreaterThan(5);
        rules.forEach(rule -> {
            PromQuery query = PromQuery.parse((String) rule.get("expr"));
            asksForWhatThereIs(query);
            Map<String, String> annotations = (Map<String, String>) rule.get("annotations");
            namesLabelsOf(query, String.valueOf(annotations));
            assertThat(annotations).as("%s", rule.get("alert")).containsKey("summary");
        });
    }

    @Test
    void everyAlertIsInTheDocumentation() throws IOException {
        String told = Files.readString(Path.of("docs/monitoring.md"));
        Set<String> rows = Pattern.compile("(?m)^\\| `(Minikafka[A-Za-z]+)` \\|")
                .matcher(told)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
        assertThat(rules().stream().map(rule -> (String) rule.get("alert"))).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void everyPanelAndVariableAsksForWhatThereIs() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
        Set<String> variables = new HashSet<>(Set.of("__rate_interval"));
        dashboard.path("templating").path("list").forEach(variable -> {
            variables.add(variable.path("name").asString());
            if (variable.path("type").asString().equals("query")) {
                String query = variable.path("query").path("query").asString();
                // A label is written where a metric could be.
                String label = query.substring(query.lastIndexOf(',') + 1, query.lastIndexOf(')'))
                        .strip();
                PromQuery asked = PromQuery.parse(query.substring(0, query.lastIndexOf(',')) + ")");
                asksForWhatThereIs(asked);
                assertThat(labelsOf(asked)).contains(label);
            }
        });
        List<JsonNode> targets = targets(dashboard);
        assertThat(targets).hasSizeGreaterThan(20);
        for (JsonNode target : targets) {
            String expression = target.path("expr").asString();
            PromQuery query = PromQuery.parse(expression);
            asksForWhatThereIs(query);
            namesLabelsOf(query, target.path("legendFormat").asString());
            assertThat(target.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
            assertThat(Pattern.compile("\\$(\\w+)")
                            .matcher(expression)
                            .results()
                            .map(name -> name.group(1)))
                    .isSubsetOf(variables);
        }
    }

    @Test
    void thePanelsLieBesideEachOtherAndHaveNumbersOfTheirOwn() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        dashboard.path("panels").forEach(panel -> {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            assertThat(right).isLessThanOrEqualTo(24);
            for (int x = place.path("x").asInt(); x < right; x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    assertThat(cells.add(x + "," + (place.path("y").asInt() + y)))
                            .as(panel.path("title").asString())
                            .isTrue();
                }
            }
        });
    }

    private static List<JsonNode> targets(JsonNode dashboard) {
        List<JsonNode> targets = new ArrayList<>();
        dashboard.path("panels").forEach(panel -> panel.path("targets").forEach(targets::add));
        return targets;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules() throws IOException {
        Map<String, Object> file = new Yaml().load(Files.readString(ALERTS));
        return ((List<Map<String, Object>>) file.get("groups"))
                .stream()
                        .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                        .toList();
    }

    private static void asksForWhatThereIs(PromQuery query) {
        assertThat(query.selectors()).isNotEmpty();
        assertThat(FUNCTIONS).containsAll(query.functions());
        for (Selector selector : query.selectors()) {
            if (selector.metric().equals("up")) {
                assertThat(OF_TARGETS).containsAll(names(selector.labels()));
                continue;
            }
            assertThat(matching(selector)).as("series of %s", selector).isNotEmpty();
        }
        assertThat(labelsOf(query)).as("labels of %s", query).containsAll(query.groupings());
    }

    private static Stream<Sample> matching(Selector selector) {
        return serviceWith(selector.metric())
                .series(selector.metric())
                .filter(sample -> selector.labels().stream()
                        .filter(label -> !OF_TARGETS.contains(label.name()))
                        .allMatch(label -> sample.labels().containsKey(label.name())
                                && label.accepts(sample.labels().get(label.name()))));
    }

    private static Exposition serviceWith(String metric) {
        return metric.startsWith("minikafka_memory_") ? seenInMemory : seen;
    }

    private static List<String> names(List<Label> labels) {
        return labels.stream().map(Label::name).toList();
    }

    private static Set<String> labelsOf(PromQuery query) {
        Set<String> labels = new HashSet<>(OF_TARGETS);
        query.selectors()
                .forEach(
                        selector -> labels.addAll(serviceWith(selector.metric()).labelsOf(selector.metric())));
        return labels;
    }

    /** What a legend or an annotation names is still there after the aggregation. */
    private static void namesLabelsOf(PromQuery query, String text) {
        Set<String> left = query.functions().stream().anyMatch(Set.of("sum", "max", "min")::contains)
                ? query.groupings()
                : labelsOf(query);
        assertThat(left)
                .as(text)
                .containsAll(IN_TEXT.matcher(text)
                        .results()
                        .map(name -> name.group(1))
                        .toList());
    }
}

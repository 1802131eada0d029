package io.minikafka.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.server.RunningServer;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The document that describes the API, as tools of its users read it. */
class OpenApiTests {
    private static RunningServer server;
    private static OpenAPI document;

    @BeforeAll
    static void read() {
        server = RunningServer.start("--spring.profiles.active=memory");
        Api.Answer answer = new Api(server).get("/openapi").expect(200);
        SwaggerParseResult result =
                new OpenAPIV3Parser().readContents(answer.response().body());
        assertThat(result.getMessages()).isNullOrEmpty();
        document = result.getOpenAPI();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<Operation> operations() {
        return document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .toList();
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        Set<String> described = new TreeSet<>();
        document.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().keySet().forEach(method -> described.add(method + " " + path)));

        Set<String> served = server
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(route -> route.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .flatMap(path -> route.getMethodsCondition().getMethods().stream()
                                .map(RequestMethod::name)
                                .map(method -> method + " " + path)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).isEqualTo(served).hasSizeGreaterThan(12);
    }

    @Test
    void everyOperationHasANameOfItsOwnASummaryASuccessAndTheProblem() {
        assertThat(operations()).extracting(Operation::getOperationId).doesNotHaveDuplicates();
        assertThat(operations()).allSatisfy(operation -> {
            assertThat(operation.getOperationId()).doesNotContain("_");
            assertThat(operation.getSummary()).endsWith(".");
            assertThat(operation.getTags()).hasSize(1);
            assertThat(operation.getResponses().keySet()).anyMatch(status -> status.startsWith("2"));
            assertThat(operation
                            .getResponses()
                            .get("default")
                            .getContent()
                            .get("application/problem+json")
                            .getSchema()
                            .get$ref())
                    .endsWith("/Problem");
        });
    }

    @Test
    void everyFieldIsDescribedInASentence() {
        document.getComponents().getSchemas().forEach((name, schema) -> {
            Map<String, Schema> fields = schema.getProperties();
            assertThat(fields).as(name).isNotEmpty();
            fields.forEach((field, type) -> assertThat(type.getDescription())
                    .as(name + "." + field)
                    .isNotNull()
                    .matches("[A-Z].*\\."));
        });
    }

    @Test
    void theStreamAndTheBytesHaveTheirTypes() {
        assertThat(document.getPaths()
                        .get("/api/v1/topics/{topic}/tail")
                        .getGet()
                        .getResponses()
                        .get("200")
                        .getContent())
                .containsOnlyKeys("text/event-stream");
        assertThat(document.getPaths()
                        .get("/api/v1/topics/{topic}/messages")
                        .getPost()
                        .getRequestBody()
                        .getContent())
                .containsOnlyKeys("application/json", "application/octet-stream");
    }

    @Test
    void itIsThereAsYamlAndThereIsNoUserInterface() {
        assertThat(new Api(server).get("/openapi.yaml").expect(200).response().body())
                .contains("openapi: 3.");
        new Api(server).get("/swagger-ui/index.html").expect(404);
    }

    @Test
    void withoutTheDoorThereIsNeitherApiNorDocumentButHealth() {
        try (RunningServer without =
                RunningServer.start("--spring.profiles.active=memory", "--minikafka.http.enabled=false")) {
            Api api = new Api(without);
            api.get("/api/v1/topics").expect(404);
            api.get("/openapi").expect(404);
            api.get("/actuator/health").expect(200);
            api.get("/livez").expect(200);
        }
    }
}

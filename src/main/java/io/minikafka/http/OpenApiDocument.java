package io.minikafka.http;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** What the OpenAPI document says beyond what the controllers do: whose it is, and how failures look. */
public final class OpenApiDocument implements OpenApiCustomizer {
    private final String version;

    public OpenApiDocument(String version) {
        this.version = version;
    }

    @Override
    public void customise(OpenAPI document) {
        document.info(new Info()
                        .title("minikafka")
                        .version(version)
                        .description("Topics, messages, consumer groups and live tails over HTTP. All numbers are below"
                                + " 2^53, so exact in JavaScript. Every failure is a problem detail (RFC 9457); its type"
                                + " never changes.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                // Relative: whatever host and port a client came by.
                .servers(List.of(new Server().url("/")))
                .tags(List.of(
                        new Tag().name("Topics").description("Topics and their settings."),
                        new Tag().name("Messages").description("Producing, reading and live tails."),
                        new Tag().name("Groups").description("Consumer groups, whatever door their members use."),
                        new Tag().name("Server").description("The service itself, who calls, and what was lately.")));
        Components components = document.getComponents() == null ? new Components() : document.getComponents();
        document.components(components);
        ModelConverters.getInstance(true).read(Problem.class).forEach(components::addSchemas);
        if (document.getPaths() != null) {
            document.getPaths().values().forEach(path -> path.readOperations().forEach(OpenApiDocument::complete));
        }
    }

    private static void complete(Operation operation) {
        if (operation.getRequestBody() != null) {
            MediaType bytes = operation.getRequestBody().getContent().get("application/octet-stream");
            if (bytes != null) {
                bytes.schema(
                        new Schema<>().type("string").types(Set.of("string")).format("binary"));
            }
        }
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("A problem. 503 and 507 have the header Retry-After.")
                                .content(new Content()
                                        .addMediaType(
                                                "application/problem+json",
                                                new MediaType()
                                                        .schema(new Schema<>().$ref("#/components/schemas/Problem")))));
    }
}

package io.minikafka.http;

import io.minikafka.store.TopicName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The service itself, and who calls it. */
@RestController
@RequestMapping(path = HttpApi.BASE, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Server")
public final class ServerController {
    private final CallersRights rights;
    private final Supplier<ServerView> server;
    private final int maxTopics;

    public ServerController(CallersRights rights, Supplier<ServerView> server, HttpSettings settings) {
        this.rights = rights;
        this.server = server;
        this.maxTopics = settings.maxPageSize();
    }

    @GetMapping("/server")
    @Operation(
            operationId = "describeServer",
            summary = "The service itself: version, doors with their connections, disk.",
            description = "Who does not administer all topics is told version, time, profile and durability.")
    ServerView server() {
        ServerView all = server.get();
        return rights.get(List.of()).administrator() ? all : all.forEverybody();
    }

    @GetMapping("/caller")
    @Operation(
            operationId = "describeCaller",
            summary = "Who calls, and what it may do.",
            description = "With topics, tells the rights to each; the decision is the one that every call meets.")
    CallerView caller(
            @Parameter(description = "Topics to tell the rights to; may be there several times.")
                    @RequestParam(required = false)
                    @Nullable
                    List<String> topic) {
        List<String> asked = Objects.requireNonNullElse(topic, List.of());
        if (asked.size() > maxTopics) {
            throw new HttpProblemException(
                    ProblemType.INVALID_ARGUMENT,
                    "The parameter 'topic' is there " + asked.size() + " times; the limit is " + maxTopics);
        }
        return rights.get(asked.stream().map(TopicName::of).toList());
    }
}

package io.minikafka.http;

import io.minikafka.store.TopicName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Topics. */
@RestController
@RequestMapping(HttpApi.BASE + "/topics")
@Tag(name = "Topics")
public final class TopicController {
    private final CallersBroker callersBroker;
    private final HttpSettings settings;

    public TopicController(CallersBroker callersBroker, HttpSettings settings) {
        this.callersBroker = callersBroker;
        this.settings = settings;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "listTopics", summary = "The names of topics, sorted, page by page.")
    CompletableFuture<NamePage> list(
            @Parameter(description = "Only names behind this one: the 'next' of the page before.")
                    @RequestParam(required = false)
                    @Nullable
                    String after,
            @Parameter(description = "How many at most; by default 100.") @RequestParam(required = false) @Nullable
                    Integer limit) {
        int size = ReadLimits.bounded("limit", limit, NamePage.DEFAULT_SIZE, settings.maxPageSize());
        return callersBroker
                .get()
                .topics()
                .thenApply(names ->
                        NamePage.of(names.stream().map(TopicName::value).toList(), after, size));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "createTopic", summary = "Creates a topic; its address is in the header Location.")
    @ApiResponse(responseCode = "201", description = "The topic, created.", useReturnTypeSchema = true)
    CompletableFuture<ResponseEntity<TopicView>> create(@RequestBody NewTopic topic) {
        TopicName name = TopicName.of(topic.requiredName());
        return callersBroker
                .get()
                .createTopic(name, topic.settings())
                .thenApply(created -> ResponseEntity.created(
                                UriComponentsBuilder.fromPath(HttpApi.BASE + "/topics/{topic}")
                                        .encode()
                                        .build(name.value()))
                        .body(TopicView.of(created)));
    }

    @GetMapping(path = "/{topic}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "describeTopic", summary = "A topic's settings and partitions.")
    CompletableFuture<TopicView> describe(@PathVariable String topic) {
        return callersBroker.get().describeTopic(TopicName.of(topic)).thenApply(TopicView::of);
    }

    @PatchMapping(
            path = "/{topic}",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "updateTopic",
            summary = "Changes settings of a topic.",
            description = "What is left out stays. A shorter retention frees what is older at once.")
    CompletableFuture<TopicView> update(@PathVariable String topic, @RequestBody TopicSettingsChange change) {
        return callersBroker
                .get()
                .updateTopic(TopicName.of(topic), change.toChange())
                .thenApply(TopicView::of);
    }

    @DeleteMapping("/{topic}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteTopic", summary = "Deletes a topic with all its messages.")
    @ApiResponse(responseCode = "204", description = "The topic is gone.")
    CompletableFuture<Void> delete(@PathVariable String topic) {
        return callersBroker.get().deleteTopic(TopicName.of(topic));
    }
}

package io.minikafka.http;

import io.minikafka.broker.Broker;
import io.minikafka.group.GroupName;
import io.minikafka.store.TopicName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How topics and groups did lately, so that who comes to look sees more than the moment. */
@RestController
@RequestMapping(path = HttpApi.BASE + "/history", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Server")
public final class HistoryController {
    private static final int DEFAULT_SIZE = 50;
    private static final int DEFAULT_POINTS = 60;
    private static final int MOST_POINTS = 1_000;

    private final CallersBroker callersBroker;
    private final HttpSettings settings;
    private final History topics;
    private final History groups;

    /**
     * @param topics how many messages were ever appended, and bytes
     * @param groups lag, and messages skipped
     */
    public HistoryController(CallersBroker callersBroker, HttpSettings settings, History topics, History groups) {
        this.callersBroker = callersBroker;
        this.settings = settings;
        this.topics = topics;
        this.groups = groups;
    }

    @GetMapping("/topics")
    @Operation(
            operationId = "topicHistory",
            summary = "What was produced to topics lately, page by page or of one topic.",
            description = "Samples of the last hour, by default. A bounded number of topics is sampled.")
    CompletableFuture<TopicHistories> topics(
            @Parameter(description = "Only this topic.") @RequestParam(required = false) @Nullable String topic,
            @Parameter(description = "Only topics behind this name: the 'next' of the page before.")
                    @RequestParam(required = false)
                    @Nullable
                    String after,
            @Parameter(description = "Only topics with this in their names, in upper or lower case.")
                    @RequestParam(required = false)
                    @Nullable
                    String contains,
            @Parameter(description = "How many topics at most; by default 50.")
                    @RequestParam(required = false)
                    @Nullable
                    Integer limit,
            @Parameter(description = "How many samples at most, evenly thinned out; by default 60, at most 1000.")
                    @RequestParam(required = false)
                    @Nullable
                    Integer points) {
        int size = ReadLimits.bounded("limit", limit, DEFAULT_SIZE, settings.maxPageSize());
        int most = ReadLimits.bounded("points", points, DEFAULT_POINTS, MOST_POINTS);
        Broker broker = callersBroker.get();
        // Asked for itself, a topic has to exist and to be the caller's to see.
        CompletableFuture<List<String>> visible = topic == null
                ? broker.topics()
                        .thenApply(names -> names.stream().map(TopicName::value).toList())
                : broker.partitionCount(TopicName.of(topic)).thenApply(count -> List.of(topic));
        return visible.thenApply(names -> TopicHistories.of(
                topics.interval(), topics.samples(most), NamePage.of(names, after, contains, size), names));
    }

    @GetMapping("/groups")
    @Operation(
            operationId = "groupHistory",
            summary = "How far consumer groups were behind lately, page by page or of one group.",
            description = "Samples of the last hour, by default. A bounded number of groups is sampled.")
    CompletableFuture<GroupHistories> groups(
            @Parameter(description = "Only this group.") @RequestParam(required = false) @Nullable String group,
            @Parameter(description = "Only groups behind this name: the 'next' of the page before.")
                    @RequestParam(required = false)
                    @Nullable
                    String after,
            @Parameter(description = "Only groups with this in their names, in upper or lower case.")
                    @RequestParam(required = false)
                    @Nullable
                    String contains,
            @Parameter(description = "How many groups at most; by default 50.")
                    @RequestParam(required = false)
                    @Nullable
                    Integer limit,
            @Parameter(description = "How many samples at most, evenly thinned out; by default 60, at most 1000.")
                    @RequestParam(required = false)
                    @Nullable
                    Integer points) {
        int size = ReadLimits.bounded("limit", limit, DEFAULT_SIZE, settings.maxPageSize());
        int most = ReadLimits.bounded("points", points, DEFAULT_POINTS, MOST_POINTS);
        Broker broker = callersBroker.get();
        CompletableFuture<List<String>> visible = group == null
                ? broker.groups()
                        .thenApply(names -> names.stream().map(GroupName::value).toList())
                : broker.describeGroup(GroupName.of(group)).thenApply(description -> List.of(group));
        return visible.thenApply(names ->
                GroupHistories.of(groups.interval(), groups.samples(most), NamePage.of(names, after, contains, size)));
    }
}

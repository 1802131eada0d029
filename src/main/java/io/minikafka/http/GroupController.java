package io.minikafka.http;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.OffsetReset;
import io.minikafka.broker.Start;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupName;
import io.minikafka.store.TopicName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Consumer groups, whatever door their members came through. */
@RestController
@RequestMapping(HttpApi.BASE + "/groups")
@Tag(name = "Groups")
public final class GroupController {
    private final CallersBroker callersBroker;
    private final HttpSettings settings;

    public GroupController(CallersBroker callersBroker, HttpSettings settings) {
        this.callersBroker = callersBroker;
        this.settings = settings;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "listGroups", summary = "The names of consumer groups, sorted, page by page.")
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
                .groups()
                .thenApply(names ->
                        NamePage.of(names.stream().map(GroupName::value).toList(), after, size));
    }

    @GetMapping(path = "/{group}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "describeGroup", summary = "A group's members and how far it is.")
    CompletableFuture<GroupView> describe(@PathVariable String group) {
        return callersBroker.get().describeGroup(GroupName.of(group)).thenApply(GroupView::of);
    }

    @PostMapping(
            path = "/{group}/reset",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "resetGroup",
            summary = "Sets where a group goes on reading.",
            description =
                    "With a topic, a group that does not exist comes into being. Without one, the topics are reset"
                            + " one after the other: a failure leaves the rest as they were. Over Kafka the group must have no"
                            + " members.")
    CompletableFuture<GroupView> reset(@PathVariable String group, @RequestBody ResetRequest request) {
        GroupName name = GroupName.of(group);
        Start to = request.target().start();
        Set<Integer> partitions = request.chosenPartitions();
        Broker broker = callersBroker.get();
        CompletableFuture<GroupDescription> reset = request.topic() == null
                ? broker.describeGroup(name).thenCompose(described -> resetAll(broker, described, to))
                : broker.resetOffsets(name, new OffsetReset(TopicName.of(request.topic()), partitions, to));
        return reset.thenApply(GroupView::of);
    }

    private static CompletableFuture<GroupDescription> resetAll(Broker broker, GroupDescription group, Start to) {
        if (to instanceof Start.AtOffset) {
            return CompletableFuture.failedFuture(new BrokerException(
                    BrokerException.Code.INVALID_ARGUMENT,
                    "An offset is one topic's; without the field 'topic' accepted is earliest, latest or a time"));
        }
        SortedSet<TopicName> topics = group.partitions().stream()
                .map(progress -> progress.partition().topic())
                .collect(Collectors.toCollection(TreeSet::new));
        CompletableFuture<GroupDescription> reset = CompletableFuture.completedFuture(group);
        for (TopicName topic : topics) {
            reset = reset.thenCompose(
                    before -> broker.resetOffsets(group.name(), new OffsetReset(topic, Set.of(), to)));
        }
        return reset;
    }

    @DeleteMapping("/{group}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteGroup", summary = "Forgets a group without members, with its offsets.")
    @ApiResponse(responseCode = "204", description = "The group is gone.")
    CompletableFuture<Void> delete(@PathVariable String group) {
        return callersBroker.get().deleteGroup(GroupName.of(group));
    }
}

package io.minikafka.http;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.GroupName;
import io.minikafka.http.GroupOverview.GroupSummary;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Consumer groups at a glance, in one request. */
@RestController
@Tag(name = "Groups")
public final class GroupOverviewController {
    private static final int DEFAULT_SIZE = 50;

    private static final Set<Code> GONE = Set.of(Code.UNKNOWN_GROUP, Code.PERMISSION_DENIED);

    private final CallersBroker callersBroker;
    private final HttpSettings settings;
    private final Clock clock;

    public GroupOverviewController(CallersBroker callersBroker, HttpSettings settings, Clock clock) {
        this.callersBroker = callersBroker;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping(path = HttpApi.BASE + "/overview/groups", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "groupOverview",
            summary = "Consumer groups in numbers, page by page.",
            description = "Describes each group of the page, so ask for pages no larger than you show.")
    CompletableFuture<GroupOverview> overview(
            @Parameter(description = "Only groups behind this name: the 'next' of the page before.")
                    @RequestParam(required = false)
                    @Nullable
                    String after,
            @Parameter(description = "Only groups with this in their names, in upper or lower case.")
                    @RequestParam(required = false)
                    @Nullable
                    String contains,
            @Parameter(description = "How many at most; by default 50.") @RequestParam(required = false) @Nullable
                    Integer limit) {
        int size = ReadLimits.bounded("limit", limit, DEFAULT_SIZE, settings.maxPageSize());
        Instant time = clock.instant();
        Broker broker = callersBroker.get();
        return broker.groups().thenCompose(names -> {
            NamePage page = NamePage.of(names.stream().map(GroupName::value).toList(), after, contains, size);
            return Descriptions.ofAll(
                            page.names(), name -> broker.describeGroup(GroupName.of(name)), GroupSummary::of, GONE)
                    .thenApply(summaries -> new GroupOverview(time, summaries, page.next()));
        });
    }
}

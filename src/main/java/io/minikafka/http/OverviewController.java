package io.minikafka.http;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.http.Overview.TopicSummary;
import io.minikafka.store.TopicName;
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

/** Topics at a glance, in one request. */
@RestController
@Tag(name = "Topics")
public final class OverviewController {
    private static final int DEFAULT_SIZE = 50;

    private static final Set<Code> GONE = Set.of(Code.UNKNOWN_TOPIC);

    private final CallersBroker callersBroker;
    private final HttpSettings settings;
    private final Clock clock;

    public OverviewController(CallersBroker callersBroker, HttpSettings settings, Clock clock) {
        this.callersBroker = callersBroker;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping(path = HttpApi.BASE + "/overview", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "overview",
            summary = "Topics in numbers, page by page.",
            description = "Describes each topic of the page, so ask for pages no larger than you show.")
    CompletableFuture<Overview> overview(
            @Parameter(description = "Only topics behind this name: the 'next' of the page before.")
                    @RequestParam(required = false)
                    @Nullable
                    String after,
            @Parameter(description = "Only topics with this in their names, in upper or lower case.")
                    @RequestParam(required = false)
                    @Nullable
                    String contains,
            @Parameter(description = "How many at most; by default 50.") @RequestParam(required = false) @Nullable
                    Integer limit) {
        int size = ReadLimits.bounded("limit", limit, DEFAULT_SIZE, settings.maxPageSize());
        Instant time = clock.instant();
        Broker broker = callersBroker.get();
        return broker.topics().thenCompose(names -> {
            NamePage page = NamePage.of(names.stream().map(TopicName::value).toList(), after, contains, size);
            return Descriptions.ofAll(
                            page.names(), name -> broker.describeTopic(TopicName.of(name)), TopicSummary::of, GONE)
                    .thenApply(summaries -> new Overview(time, summaries, page.next()));
        });
    }
}

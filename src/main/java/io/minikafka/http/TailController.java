package io.minikafka.http;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.DamagedMessagesException;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Start;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Live tails. What is wrong with one is answered before it starts, as a problem. */
@Controller
@Tag(name = "Messages")
public final class TailController {
    private final CallersBroker callersBroker;
    private final TailSettings settings;

    public TailController(CallersBroker callersBroker, HttpSettings settings) {
        this.callersBroker = callersBroker;
        this.settings = settings.tails();
    }

    @GetMapping(path = HttpApi.BASE + "/topics/{topic}/tail", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "tail",
            summary = "Messages as they come, as Server-Sent Events, of one partition or of all.",
            description =
                    "Events without a type are messages; skipped tells how many left by retention before they could"
                            + " be sent, damaged what was passed over, and end, with a problem, that there will be no more. The"
                            + " id of each event is where to resume. A client that does not read is waited for.")
    @ApiResponse(
            responseCode = "200",
            description = "Events; the data of one without a type is a Message.",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = MessageView.class)))
    CompletableFuture<TailPlan> tail(
            @PathVariable String topic,
            @Parameter(description = "The partition; left out, all, and those that the topic gets later.")
                    @RequestParam(required = false)
                    @Nullable
                    Integer partition,
            @Parameter(
                            description = "Where to start: " + From.ACCEPTED + ".",
                            schema = @Schema(type = "string", defaultValue = "latest", example = "-10"))
                    @RequestParam(defaultValue = "latest")
                    From from,
            @Parameter(
                            description = "How bytes are written: auto (text if that is what they are), text, base64.",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"auto", "text", "base64"},
                                            defaultValue = "auto"))
                    @RequestParam(defaultValue = "auto")
                    ValueFormat values,
            @Parameter(description = "The id of the last event received; goes on there, whatever 'from' says.")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    @Nullable
                    String lastEventId) {
        TopicName name = TopicName.of(topic);
        Positions resumed = lastEventId == null || lastEventId.isEmpty()
                ? null
                : Positions.parse(lastEventId, settings.maxPartitions());
        Broker broker = callersBroker.get();
        return broker.partitionCount(name).thenCompose(count -> {
            List<Integer> chosen =
                    partition == null ? IntStream.range(0, count).boxed().toList() : List.of(partition);
            check(name, chosen.size());
            List<CompletableFuture<TailPartition>> opened = new ArrayList<>();
            for (int number : chosen) {
                From place = resumed == null ? from : resumedAt(resumed, number);
                opened.add(open(broker, new TopicPartition(name, number), place, settings.share(chosen.size())));
            }
            return CompletableFuture.allOf(opened.toArray(CompletableFuture[]::new))
                    .thenApply(all -> new TailPlan(
                            broker,
                            name,
                            opened.stream().map(CompletableFuture::join).toList(),
                            partition == null,
                            values));
        });
    }

    /** A partition that the id does not know has come since, so all of it is new. */
    private static From resumedAt(Positions resumed, int partition) {
        return new From.At(new Start.AtOffset(resumed.next().getOrDefault(partition, 0L)));
    }

    private static CompletableFuture<TailPartition> open(
            Broker broker, TopicPartition partition, From from, FetchLimits limits) {
        return Reading.read(broker, partition, from, limits, Duration.ZERO)
                .handle((result, failure) ->
                        failure == null ? TailPartition.startingWith(partition, result) : damaged(partition, failure));
    }

    /** Damage is told by the tail, as it is when a tail meets it later; whatever else fails is answered. */
    private static TailPartition damaged(TopicPartition partition, Throwable failure) {
        BrokerException reason = BrokerException.in(failure);
        if (reason instanceof DamagedMessagesException damaged) {
            return new TailPartition(partition, damaged.firstDamaged());
        }
        throw reason != null ? reason : new IllegalStateException("A tail cannot start", failure);
    }

    private void check(TopicName topic, int partitions) {
        if (partitions > settings.maxPartitions()) {
            throw new HttpProblemException(
                    ProblemType.INVALID_ARGUMENT,
                    "The topic '" + topic + "' has " + partitions + " partitions; the limit of a tail is "
                            + settings.maxPartitions() + ", and the parameter 'partition' chooses one");
        }
    }
}

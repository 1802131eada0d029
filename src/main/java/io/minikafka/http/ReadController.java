package io.minikafka.http;

import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.Start;
import io.minikafka.store.ReadResult;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reading a partition; nothing is committed anywhere, and nothing removed. */
@RestController
@RequestMapping(HttpApi.BASE + "/topics/{topic}/partitions/{partition}/messages")
@Tag(name = "Messages")
public final class ReadController {
    private static final FetchLimits ONE = new FetchLimits(1, 1);

    private final CallersBroker callersBroker;
    private final HttpSettings settings;

    public ReadController(CallersBroker callersBroker, HttpSettings settings) {
        this.callersBroker = callersBroker;
        this.settings = settings;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "readMessages",
            summary = "Reads messages of a partition.",
            description =
                    "Go on with from= the reply's nextOffset. Bounds beyond the server's own are cut to those; one"
                            + " message always fits.")
    CompletableFuture<ReadReply> read(
            @PathVariable String topic,
            @PathVariable int partition,
            @Parameter(
                            description = "Where to start: " + From.ACCEPTED + ".",
                            schema = @Schema(type = "string", defaultValue = "earliest", example = "42"))
                    @RequestParam(defaultValue = "earliest")
                    From from,
            @Parameter(description = "How many messages at most; by default 100.")
                    @RequestParam(required = false)
                    @Nullable
                    Integer limit,
            @Parameter(description = "How many bytes of keys, values and headers at most; by default 1048576.")
                    @RequestParam(required = false)
                    @Nullable
                    Integer maxBytes,
            @Parameter(
                            description = "How long to wait for a message where there is none, such as 10s.",
                            schema = @Schema(type = "string", defaultValue = "0s", example = "10s"))
                    @RequestParam(defaultValue = "0s")
                    Duration wait,
            @Parameter(
                            description = "How bytes are written: auto (text if that is what they are), text, base64.",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"auto", "text", "base64"},
                                            defaultValue = "auto"))
                    @RequestParam(defaultValue = "auto")
                    ValueFormat values) {
        TopicPartition place = TopicPartition.of(topic, partition);
        return Reading.read(callersBroker.get(), place, from, settings.read().of(limit, maxBytes), bounded(wait))
                .thenApply(result -> ReadReply.of(place, result, values));
    }

    @GetMapping(path = "/{offset}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "readMessage", summary = "One message, described or, as octet-stream, its value's bytes.")
    CompletableFuture<MessageView> message(
            @PathVariable String topic,
            @PathVariable int partition,
            @PathVariable long offset,
            @Parameter(
                            description = "How bytes are written: auto (text if that is what they are), text, base64.",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"auto", "text", "base64"},
                                            defaultValue = "auto"))
                    @RequestParam(defaultValue = "auto")
                    ValueFormat values) {
        return one(TopicPartition.of(topic, partition), offset)
                .thenApply(message -> MessageView.of(partition, message, values));
    }

    @GetMapping(path = "/{offset}", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @Operation(operationId = "readMessage", summary = "One message, described or, as octet-stream, its value's bytes.")
    @ApiResponse(
            responseCode = "200",
            description = "The message, or its value.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    CompletableFuture<ResponseEntity<byte[]>> bytes(
            @PathVariable String topic, @PathVariable int partition, @PathVariable long offset) {
        TopicPartition place = TopicPartition.of(topic, partition);
        return one(place, offset).thenApply(message -> {
            // Whatever the bytes are, no browser is to make anything of them.
            ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .header(
                            HttpHeaders.CONTENT_DISPOSITION,
                            ContentDisposition.attachment()
                                    .filename(place + "-" + offset + ".bin")
                                    .build()
                                    .toString())
                    .header("Minikafka-Offset", Long.toString(message.offset()))
                    .header(
                            "Minikafka-Timestamp",
                            Instant.ofEpochMilli(message.timestamp()).toString());
            if (message.key() != null) {
                answer.header("Minikafka-Key-Base64", ValueFormat.base64(message.key()));
            }
            return answer.body(message.value().toByteArray());
        });
    }

    private CompletableFuture<StoredMessage> one(TopicPartition partition, long offset) {
        return callersBroker
                .get()
                .fetch(partition, new Start.AtOffset(offset), ONE, Duration.ZERO)
                .thenApply(result -> only(partition, offset, result));
    }

    private static StoredMessage only(TopicPartition partition, long offset, ReadResult result) {
        if (result.messages().isEmpty() || result.messages().get(0).offset() != offset) {
            throw new HttpProblemException(
                    ProblemType.UNKNOWN_MESSAGE,
                    "There is no message " + offset + " in " + partition + "; it holds offsets from "
                            + result.logStartOffset() + " up to " + result.logEndOffset() + " (exclusive)");
        }
        return result.messages().get(0);
    }

    private Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            throw HttpProblemException.malformed("The parameter 'wait' is " + wait
                    + "; accepted is 0s or longer, of which" + " at most " + settings.maxWait() + " count");
        }
        return wait.compareTo(settings.maxWait()) < 0 ? wait : settings.maxWait();
    }
}

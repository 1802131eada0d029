package io.minikafka.http;

import io.minikafka.broker.Placement;
import io.minikafka.store.Bytes;
import io.minikafka.store.Message;
import io.minikafka.store.MessageTooLargeException;
import io.minikafka.store.StoreLimits;
import io.minikafka.store.TopicName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Producing: an answer means that every message is stored; a 4xx means that none is. */
@RestController
@RequestMapping(path = HttpApi.BASE + "/topics/{topic}/messages", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Messages")
public final class ProduceController {
    private static final String MEANING =
            "The answer means that every message is stored as durably as it says; a status of 4xx that none is. After"
                    + " 5xx some may be: messages to one partition are stored all or not at all, those to several"
                    + " partitions each by itself. Repeating a request may then store a message twice.";

    private final CallersBroker callersBroker;
    private final HttpSettings settings;

    public ProduceController(CallersBroker callersBroker, HttpSettings settings) {
        this.callersBroker = callersBroker;
        this.settings = settings;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "produce", summary = "Produces one or many messages.", description = MEANING)
    CompletableFuture<ProduceReply> produce(@PathVariable String topic, @RequestBody ProduceRequest request) {
        return produce(TopicName.of(topic), request.toMessages(settings.maxMessages()), request.placement());
    }

    @PostMapping(consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @Operation(
            operationId = "produce",
            summary = "Produces one or many messages.",
            description = MEANING + " As application/octet-stream the request's body is the value of one message; the"
                    + " parameters are for that.")
    CompletableFuture<ProduceReply> produceBytes(
            @PathVariable String topic,
            @Parameter(description = "The key of a message of bytes, as text.")
                    @RequestParam(required = false)
                    @Nullable
                    String key,
            @Parameter(description = "The key of a message of bytes, in base64.")
                    @RequestParam(required = false)
                    @Nullable
                    String keyBase64,
            @Parameter(description = "The partition of a message of bytes; left out, the key chooses.")
                    @RequestParam(required = false)
                    @Nullable
                    Integer partition,
            @RequestBody(required = false) byte @Nullable [] value) {
        Bytes given = value == null ? Bytes.EMPTY : Bytes.wrap(value);
        Message message = Message.of(WrittenBytes.read("key", key, keyBase64), given);
        Placement placement =
                partition == null ? Placement.BY_KEY : new Placement.Explicit(Collections.singletonList(partition));
        return produce(TopicName.of(topic), List.of(message), placement);
    }

    private CompletableFuture<ProduceReply> produce(TopicName topic, List<Message> messages, Placement placement) {
        check(messages, settings.messages());
        return callersBroker.get().produce(topic, messages, placement).thenApply(ProduceReply::of);
    }

    /** Here, so that one that is too large keeps all others out, whatever partitions they go to. */
    private static void check(List<Message> messages, StoreLimits limits) {
        for (int i = 0; i < messages.size(); i++) {
            try {
                limits.check(messages.get(i));
            } catch (MessageTooLargeException e) {
                throw new HttpProblemException(
                        ProblemType.MESSAGE_TOO_LARGE,
                        messages.size() == 1 ? e.getMessage() : "messages[" + i + "]: " + e.getMessage());
            }
        }
    }
}

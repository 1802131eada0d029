package io.minikafka.http;

import io.minikafka.broker.Placement;
import io.minikafka.store.Bytes;
import io.minikafka.store.Header;
import io.minikafka.store.Message;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Messages to produce. */
@Schema(name = "Produce", description = "Messages to produce, in this order.")
record ProduceRequest(
        @Schema(description = "One or more messages.", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        List<@Nullable NewMessage> messages) {

    /** A message to produce. */
    @Schema(name = "NewMessage", description = "A message to produce.")
    record NewMessage(
            @Schema(description = "The partition it goes to, from 0; left out, the key chooses.", example = "0")
            @Nullable
            Integer partition,

            @Schema(
                    description = "Its key as text; messages with equal keys go to one partition, in order.",
                    example = "table-7")
            @Nullable
            String key,

            @Schema(description = "Its key in base64, instead of key.") @Nullable
            String keyBase64,

            @Schema(description = "Its value as text.", example = "two coffees") @Nullable
            String value,

            @Schema(description = "Its value in base64, instead of value.") @Nullable
            String valueBase64,

            @Schema(description = "Its headers, in their order.") @Nullable
            List<@Nullable NewHeader> headers) {}

    /** A header of a message to produce. */
    @Schema(name = "NewHeader", description = "A header of a message to produce.")
    record NewHeader(
            @Schema(
                    description = "Its name; names may repeat.",
                    example = "trace",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String name,

            @Schema(description = "Its value as text.", example = "a1b2") @Nullable
            String value,

            @Schema(description = "Its value in base64, instead of value.") @Nullable
            String valueBase64) {}

    /** @throws HttpProblemException when one cannot be read, with its place */
    List<Message> toMessages(int greatest) {
        List<NewMessage> given = given();
        if (given.size() > greatest) {
            throw new HttpProblemException(
                    ProblemType.REQUEST_TOO_LARGE,
                    "The request has " + given.size() + " messages; the limit is " + greatest);
        }
        List<Message> read = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            read.add(toMessage("messages[" + i + "]", given.get(i)));
        }
        return read;
    }

    Placement placement() {
        List<NewMessage> given = given();
        if (given.stream().allMatch(message -> message.partition() == null)) {
            return Placement.BY_KEY;
        }
        List<@Nullable Integer> partitions = new ArrayList<>();
        given.forEach(message -> partitions.add(message.partition()));
        return new Placement.Explicit(partitions);
    }

    private List<NewMessage> given() {
        if (messages == null || messages.isEmpty()) {
            throw HttpProblemException.malformed(
                    "There are no messages; accepted is 1 or more, in the field 'messages'");
        }
        List<NewMessage> given = new ArrayList<>(messages.size());
        for (NewMessage message : messages) {
            given.add(present("messages[" + given.size() + "]", message));
        }
        return given;
    }

    private static Message toMessage(String where, NewMessage given) {
        Bytes value = WrittenBytes.read(where + ".value", given.value(), given.valueBase64());
        Bytes key = WrittenBytes.read(where + ".key", given.key(), given.keyBase64());
        return new Message(key, present(where + ".value", value), headers(where, given));
    }

    private static List<Header> headers(String where, NewMessage given) {
        List<@Nullable NewHeader> headers = Objects.requireNonNullElse(given.headers(), List.of());
        List<Header> read = new ArrayList<>(headers.size());
        for (NewHeader maybe : headers) {
            String place = where + ".headers[" + read.size() + "]";
            NewHeader header = present(place, maybe);
            read.add(new Header(
                    present(place + ".name", header.name()),
                    present(
                            place + ".value",
                            WrittenBytes.read(place + ".value", header.value(), header.valueBase64()))));
        }
        return read;
    }

    private static <T> T present(String where, @Nullable T value) {
        if (value == null) {
            throw HttpProblemException.malformed(
                    where.endsWith(".value")
                            ? "There is neither " + where + " nor " + where + "Base64; an empty value is \"\""
                            : where + " is missing");
        }
        return value;
    }
}

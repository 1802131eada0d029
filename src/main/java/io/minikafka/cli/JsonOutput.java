package io.minikafka.cli;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.MessageHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JsonGenerator;

/**
 * Messages as JSON, an object a line: {@code topic}, {@code partition}, {@code offset}, {@code timestamp}, {@code key}
 * (null when there is none), {@code value} and {@code headers}. What is no UTF-8 is base64, in {@code valueBase64} and
 * the like.
 */
final class JsonOutput implements MessageOutput {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private final JsonLines lines;

    JsonOutput(OutputStream out) {
        this.lines = new JsonLines(out);
    }

    @Override
    public void write(ConsumedMessage message) throws IOException {
        lines.write(object -> {
            object.writeStringProperty("topic", message.topic());
            object.writeNumberProperty("partition", message.partition());
            object.writeNumberProperty("offset", message.offset());
            object.writeStringProperty("timestamp", TIMESTAMP.format(message.timestamp()));
            if (message.key() == null) {
                object.writeNullProperty("key");
            } else {
                JsonLines.writeText(object, "key", message.key());
            }
            JsonLines.writeText(object, "value", message.value());
            object.writeArrayPropertyStart("headers");
            for (MessageHeader header : message.headers()) {
                write(object, header);
            }
            object.writeEndArray();
        });
    }

    @Override
    public void flush() throws IOException {
        lines.flush();
    }

    private static void write(JsonGenerator object, MessageHeader header) {
        object.writeStartObject();
        object.writeStringProperty("name", header.name());
        JsonLines.writeText(object, "value", header.value());
        object.writeEndObject();
    }
}

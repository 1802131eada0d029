package io.minikafka.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Writes an object a line. Not safe for use by several threads. */
final class JsonLines {
    private final OutputStream out;
    private final JsonGenerator generator;

    /** @param out should be buffered */
    JsonLines(OutputStream out) {
        this.out = out;
        this.generator =
                JsonFactory.builder().rootValueSeparator("").build().createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Fills one object. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator object);
    }

    void write(Fields fields) throws IOException {
        try {
            generator.writeStartObject();
            fields.write(generator);
            generator.writeEndObject();
            generator.writeRaw('\n');
        } catch (JacksonIOException failure) {
            throw failure.getCause();
        }
    }

    void flush() throws IOException {
        try {
            generator.flush();
        } catch (JacksonIOException failure) {
            throw failure.getCause();
        }
        out.flush();
    }

    /** A field with text; bytes that are no UTF-8 become base64, and the field's name says so. */
    static void writeText(JsonGenerator object, String field, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            object.writeStringProperty(field, text);
        } catch (CharacterCodingException binary) {
            object.writeBinaryProperty(field + "Base64", bytes);
        }
    }
}

package io.minikafka.cli;

import java.nio.charset.StandardCharsets;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What stands between messages, or between a key and its message. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Separator(byte[] bytes) {
    static final Separator NEWLINE = new Separator(new byte[] {'\n'});

    boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Reads text with Java's escapes, such as {@code \n} or {@code \0}, which stands for its UTF-8. */
    static final class Converter implements ITypeConverter<Separator> {
        @Override
        public Separator convert(String text) {
            try {
                return new Separator(text.translateEscapes().getBytes(StandardCharsets.UTF_8));
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(
                        "'" + text + "' has a wrong escape; accepted are \\n, \\r, \\t, \\0, \\\\ and the like");
            }
        }
    }
}

package io.minikafka.cli;

import java.nio.charset.StandardCharsets;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Text with Java's escapes, such as {@code \n} or {@code \0}, as bytes of UTF-8. */
final class EscapedTextConverter implements ITypeConverter<byte[]> {
    @Override
    public byte[] convert(String text) {
        try {
            return text.translateEscapes().getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(
                    "'" + text + "' has a wrong escape; accepted are \\n, \\r, \\t, \\0, \\\\" + " and the like");
        }
    }
}

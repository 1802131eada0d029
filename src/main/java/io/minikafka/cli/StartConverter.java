package io.minikafka.cli;

import io.minikafka.client.StartPosition;
import io.minikafka.server.DurationFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where to start reading: {@code earliest}, {@code latest}, an offset, a time, or how long ago. */
final class StartConverter implements ITypeConverter<StartPosition> {
    @Override
    public StartPosition convert(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "earliest" -> {
                return StartPosition.earliest();
            }
            case "latest" -> {
                return StartPosition.latest();
            }
            default -> {
                try {
                    return text.matches("\\d+") ? StartPosition.offset(Long.parseLong(text)) : time(text);
                } catch (IllegalArgumentException | DateTimeParseException wrong) {
                    throw new TypeConversionException("'" + text + "' is no position; accepted is earliest, latest, an"
                            + " offset such as 42, a time such as 2026-01-31T08:00:00Z or how long ago, such as -15m");
                }
            }
        }
    }

    private static StartPosition time(String text) {
        if (text.startsWith("-")) {
            Duration ago = DurationFormat.parse(text.substring(1));
            return StartPosition.time(Instant.now().minus(ago));
        }
        return StartPosition.time(OffsetDateTime.parse(text).toInstant());
    }
}

package io.minikafka.http;

import io.minikafka.broker.Start;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/** Where a client wants to start reading, as it writes it. */
sealed interface From {
    String ACCEPTED =
            "earliest, latest, an offset such as 42, -10 for the last ten, or a time such as" + " 2026-01-31T08:00:00Z";

    /** A place the broker can find. */
    record At(Start start) implements From {}

    /** So many messages before the end; fewer when fewer are retained. */
    record Last(long messages) implements From {}

    /** @throws NotAcceptedException when the text says none, with what is accepted */
    static From parse(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "earliest" -> {
                return new At(new Start.Earliest());
            }
            case "latest" -> {
                return new At(new Start.Latest());
            }
            default -> {
                try {
                    if (text.matches("-\\d+")) {
                        return new Last(Math.negateExact(Long.parseLong(text)));
                    }
                    return new At(
                            text.matches("\\d+")
                                    ? new Start.AtOffset(Long.parseLong(text))
                                    : new Start.AtTimestamp(time(text)));
                } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
                    throw new NotAcceptedException("'" + text + "' is no position; accepted is " + ACCEPTED);
                }
            }
        }
    }

    private static long time(String text) {
        Instant time = OffsetDateTime.parse(text).toInstant();
        long millis = time.toEpochMilli();
        // The first message at or after this time: none before it, though it be by less than a millisecond.
        return time.equals(Instant.ofEpochMilli(millis)) ? millis : Math.addExact(millis, 1);
    }
}

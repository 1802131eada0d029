package io.minikafka.server;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them in settings and flags: Go's notation, which the first minikafka read
 * ({@code 300ms}, {@code 1h30m}, {@code 1.5h}), with {@code d} for days of 24 hours added ({@code 7d}), or ISO-8601
 * ({@code PT10M}, {@code P7D}). A sign applies to the whole. A number alone is refused, as in Go: it has no unit.
 */
public final class DurationFormat {
    /** What {@link #parse} accepts, for use in a sentence. */
    public static final String ACCEPTED =
            "a number with a unit (ns, us, ms, s, m, h or d) or several in a row, such as 300ms, 10s, 1h30m, 1.5h or"
                    + " 7d, or ISO-8601 such as PT10M";

    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ns", BigDecimal.ONE,
            "us", nanos(Duration.ofNanos(1_000)),
            "\u00b5s", nanos(Duration.ofNanos(1_000)),
            "\u03bcs", nanos(Duration.ofNanos(1_000)),
            "ms", nanos(Duration.ofMillis(1)),
            "s", nanos(Duration.ofSeconds(1)),
            "m", nanos(Duration.ofMinutes(1)),
            "h", nanos(Duration.ofHours(1)),
            "d", nanos(Duration.ofDays(1)));
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    private static final String TERM = "(\\d+\\.?\\d*|\\.\\d+)([a-z\\u00b5\\u03bc]+)";
    private static final Pattern TERMS = Pattern.compile("[-+]?(?:" + TERM + ")+");
    private static final Pattern NEXT_TERM = Pattern.compile(TERM);

    /** Longer texts are not worth reading; no reasonable duration comes near. */
    private static final int MAX_LENGTH = 64;

    private DurationFormat() {}

    /**
     * Reads a duration, which may be zero or negative; fractions of a nanosecond are cut off.
     *
     * @throws IllegalArgumentException when the text is none, with a message that says what is accepted
     */
    public static Duration parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() > MAX_LENGTH) {
            throw refused(trimmed.substring(0, MAX_LENGTH) + "…");
        }
        try {
            if (trimmed.toUpperCase(Locale.ROOT).matches("[-+]?P.*")) {
                return Duration.parse(trimmed);
            }
            return parseTerms(trimmed);
        } catch (DateTimeException | ArithmeticException e) {
            throw refused(trimmed);
        }
    }

    private static Duration parseTerms(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (!TERMS.matcher(text).matches()) {
            throw refused(text);
        }
        BigDecimal sum = BigDecimal.ZERO;
        Matcher term = NEXT_TERM.matcher(text);
        while (term.find()) {
            BigDecimal unit = NANOS.get(term.group(2));
            if (unit == null) {
                throw refused(text);
            }
            sum = sum.add(new BigDecimal(term.group(1)).multiply(unit));
        }
        BigInteger nanos = sum.setScale(0, RoundingMode.DOWN).unscaledValue();
        BigInteger[] parts = (text.startsWith("-") ? nanos.negate() : nanos).divideAndRemainder(NANOS_PER_SECOND);
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
    }

    /**
     * Writes a duration so that {@link #parse} reads the same again: the units from days down to milliseconds that are
     * not zero ({@code 1h30m}); ISO-8601 for what is negative or not whole milliseconds.
     */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.isNegative() || duration.getNano() % 1_000_000 != 0) {
            return duration.toString();
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount != 0) {
            text.append(amount).append(unit);
        }
    }

    private static BigDecimal nanos(Duration unit) {
        return BigDecimal.valueOf(unit.toNanos());
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("'" + text + "' is no duration; accepted is " + ACCEPTED);
    }
}

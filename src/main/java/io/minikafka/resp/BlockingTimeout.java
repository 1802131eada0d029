package io.minikafka.resp;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long a command waits: {@code 0.5}, {@code 1500ms}, {@code 2s}, {@code 0} for ever. */
final class BlockingTimeout {
    static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    /** When the client names none, as in rafka. */
    static final Duration DEFAULT = Duration.ofSeconds(5);

    private static final Pattern FORMAT = Pattern.compile("([+-]?)(\\d{1,19}(?:\\.\\d{0,19})?|\\.\\d{1,19})(ms|s|)");
    private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    private BlockingTimeout() {}

    /**
     * Reads the text; what is longer than some 292 years is for ever.
     *
     * @param unit of a number without one
     * @throws CommandException in Redis's words
     */
    static Duration of(String text, TimeoutUnit unit) {
        if (text.isEmpty()) {
            return DEFAULT;
        }
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new CommandException("ERR timeout is not a float or out of range");
        }
        TimeoutUnit given = switch (matcher.group(3)) {
            case "ms" -> TimeoutUnit.MS;
            case "s" -> TimeoutUnit.S;
            default -> unit;
        };
        // Up, so that a very short wait does not become an endless one.
        BigDecimal nanos = new BigDecimal(matcher.group(2))
                .multiply(BigDecimal.valueOf(given.nanos()))
                .setScale(0, RoundingMode.CEILING);
        if (nanos.signum() == 0) {
            return FOREVER;
        }
        if (matcher.group(1).equals("-")) {
            throw new CommandException("ERR timeout is negative");
        }
        return nanos.compareTo(MOST_NANOS) >= 0 ? FOREVER : Duration.ofNanos(nanos.longValueExact());
    }
}

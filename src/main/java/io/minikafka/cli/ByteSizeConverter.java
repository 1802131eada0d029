package io.minikafka.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes in the notation of the service's settings: {@code 1048576}, {@code 512KB}, {@code 10MB}, {@code 1GB}. */
final class ByteSizeConverter implements ITypeConverter<Long> {
    /** Each is 1024 of the one before. */
    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

    private static final Pattern SIZE = Pattern.compile("(\\d+)(" + String.join("|", UNITS) + ")?");

    @Override
    public Long convert(String text) {
        Matcher size = SIZE.matcher(text);
        try {
            if (size.matches()) {
                int unit = size.group(2) == null ? 0 : UNITS.indexOf(size.group(2));
                return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (10 * unit));
            }
        } catch (NumberFormatException | ArithmeticException tooLarge) {
            // Refused below.
        }
        throw new TypeConversionException("'" + text + "' is no size; accepted is a number of bytes, or with a unit"
                + " (KB, MB, GB or TB, of 1024), such as 512KB");
    }
}

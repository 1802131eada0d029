package io.minikafka.cli;

import org.springframework.util.unit.DataSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes in the notation of the service's settings: {@code 1048576}, {@code 512KB}, {@code 10MB}, {@code 1GB}. */
final class ByteSizeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            long bytes = DataSize.parse(text).toBytes();
            if (bytes >= 0) {
                return bytes;
            }
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            // Refused below, like a negative size.
        }
        throw new TypeConversionException("'" + text + "' is no size; accepted is a number of bytes, or with a unit"
                + " (KB, MB, GB, TB, of 1024), such as 512KB");
    }
}

package io.minikafka.cli;

import io.minikafka.client.Delivery;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code at-least-once} or {@code at-most-once}. */
final class DeliveryConverter implements ITypeConverter<Delivery> {
    @Override
    public Delivery convert(String text) {
        return switch (text) {
            case "at-least-once" -> Delivery.AT_LEAST_ONCE;
            case "at-most-once" -> Delivery.AT_MOST_ONCE;
            default ->
                throw new TypeConversionException(
                        "'" + text + "' is no delivery; accepted is at-least-once or at-most-once");
        };
    }
}

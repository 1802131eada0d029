package io.minikafka.client.autoconfigure;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Refuses values of settings, in words that name setting, value and what is accepted. */
final class Setting {
    private static final String PREFIX = "minikafka.client.";

    private Setting() {}

    static void require(boolean holds, String name, Object value, String accepted) {
        if (!holds) {
            throw new IllegalArgumentException(PREFIX + name + " is '" + value + "'; accepted is " + accepted);
        }
    }

    static void requireAtLeastOne(String name, int value) {
        require(value >= 1, name, value, "1 or more");
    }

    static void requirePositive(String name, Duration value) {
        require(!value.isNegative() && !value.isZero(), name, value, "longer than 0, such as 500ms, 30s or 2m");
    }

    static void requireNotNegative(String name, Duration value) {
        require(!value.isNegative(), name, value, "0 or longer, such as 0s, 30s or 2m");
    }

    static void requireWithin(String name, DataSize value, DataSize greatest) {
        require(
                value.toBytes() >= 1 && value.compareTo(greatest) <= 0,
                name,
                value,
                "1B to " + greatest.toMegabytes() + "MB");
    }
}

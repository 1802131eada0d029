package io.minikafka.group;

import io.minikafka.store.InvalidArgumentException;
import java.nio.charset.StandardCharsets;

/**
 * A consumer group's name: any text of 1 to {@value #MAX_BYTES} bytes in UTF-8 without control characters. Holding a
 * {@code GroupName} is the proof that the text was checked.
 */
public record GroupName(String value) implements Comparable<GroupName> {
    public static final int MAX_BYTES = 255;

    /** @throws InvalidArgumentException when the text is no legal name */
    public GroupName {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_BYTES) {
            throw new InvalidArgumentException(
                    "length of the group name", bytes + " bytes", "1 to " + MAX_BYTES + " bytes");
        }
        int illegal = value.codePoints()
                .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)
                .findFirst()
                .orElse(-1);
        if (illegal >= 0) {
            throw new InvalidArgumentException(
                    "group name",
                    String.format("one with the character U+%04X", illegal),
                    "text without control characters");
        }
    }

    public static GroupName of(String value) {
        return new GroupName(value);
    }

    @Override
    public int compareTo(GroupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

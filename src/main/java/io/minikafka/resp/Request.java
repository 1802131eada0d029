package io.minikafka.resp;

import io.minikafka.store.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A request: the command's name and its arguments, which are slices of what was received. They stay valid for ever, and
 * keep the whole received array alive, so what waits for long should be {@linkplain #compact() compacted}. Immutable,
 * safe for use by several threads.
 */
final class Request {
    private final byte[] array;
    private final int base;
    private final int[] bounds;

    /**
     * @param array never changed again where the arguments are
     * @param bounds for each argument where it begins and where it ends, counted from the base
     */
    Request(byte[] array, int base, int[] bounds) {
        this.array = array;
        this.base = base;
        this.bounds = bounds;
    }

    /** How many arguments there are, the command's name counted: 1 or more. */
    int size() {
        return bounds.length / 2;
    }

    /** A slice, nothing is copied. */
    Bytes argument(int index) {
        return Bytes.wrap(array, start(index), length(index));
    }

    /** Whether the argument is this text, in upper, lower or mixed case. */
    boolean is(int index, String upperCaseAscii) {
        int length = length(index);
        if (length != upperCaseAscii.length()) {
            return false;
        }
        int start = start(index);
        for (int i = 0; i < length; i++) {
            if (upperCase(array[start + i]) != upperCaseAscii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int upperCase(byte letter) {
        return letter >= 'a' && letter <= 'z' ? letter - ('a' - 'A') : letter;
    }

    /** The argument read as UTF-8; malformed input becomes U+FFFD. */
    String text(int index) {
        return new String(array, start(index), length(index), StandardCharsets.UTF_8);
    }

    /** The same request, held by arrays of about its own size. */
    Request compact() {
        int from = base + bounds[0];
        int to = base + bounds[bounds.length - 1];
        if (array.length <= 2L * (to - from)) {
            return this;
        }
        return new Request(Arrays.copyOfRange(array, from, to), -bounds[0], bounds);
    }

    private int start(int index) {
        return base + bounds[2 * Objects.checkIndex(index, size())];
    }

    private int length(int index) {
        return bounds[2 * index + 1] - bounds[2 * index];
    }

    /** What the arrays take that this request keeps alive. */
    long heldBytes() {
        return array.length + 4L * bounds.length;
    }
}

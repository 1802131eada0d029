package io.minikafka.resp;

/**
 * Decimal numbers in ASCII as Redis reads them: an optional minus sign, no plus sign, no leading zeros, within a
 * {@code long}.
 */
final class WireNumber {
    /** Returned for what is no number. The least {@code long} is therefore none either. */
    static final long INVALID = Long.MIN_VALUE;

    private WireNumber() {}

    /** The number that these bytes and no others spell, or {@link #INVALID}. */
    static long parse(byte[] array, int from, int to) {
        boolean negative = from < to && array[from] == '-';
        int first = negative ? from + 1 : from;
        if (first == to || (array[first] == '0' && to - from > 1)) {
            return INVALID;
        }
        long value = 0;
        for (int i = first; i < to; i++) {
            int digit = array[i] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return INVALID;
            }
            value = 10 * value + digit;
        }
        return negative ? -value : value;
    }
}

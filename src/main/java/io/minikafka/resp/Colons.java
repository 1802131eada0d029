package io.minikafka.resp;

/** The colons between the parts of a key or an acknowledgement. */
final class Colons {
    private Colons() {}

    /** Where the next one stands; the end when there is none. */
    static int next(byte[] array, int from, int end) {
        int index = from;
        while (index < end && array[index] != ':') {
            index++;
        }
        return index;
    }
}

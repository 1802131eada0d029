package io.minikafka.resp;

/**
 * What one request may ask the decoder to hold.
 *
 * @param maxArguments of an array; inline requests are bounded by their line
 * @param maxArgumentBytes of one argument
 * @param maxInlineBytes of an inline request, and of a line that declares a length
 * @param authenticated whether Redis would refuse what is above these limits in the words it has for everyone, or in
 *     those for clients that have yet to authenticate
 */
record DecoderLimits(int maxArguments, int maxArgumentBytes, int maxInlineBytes, boolean authenticated) {
    /** As of Redis, for every client. */
    static final int DEFAULT_INLINE_BYTES = 64 << 10;

    /** As of Redis, for clients that have yet to authenticate. */
    static final DecoderLimits UNAUTHENTICATED = new DecoderLimits(10, 16 << 10, DEFAULT_INLINE_BYTES, false);

    /** A request, with what is received behind it, fits an array. */
    private static final int GREATEST_ARGUMENT_BYTES = (1 << 30) + (64 << 20);

    private static final int GREATEST_ARGUMENTS = 1 << 20;
    private static final int GREATEST_INLINE_BYTES = 1 << 20;
    private static final int SMALL_ARGUMENTS_BYTES = 1 << 20;

    DecoderLimits {
        check("arguments", maxArguments, GREATEST_ARGUMENTS);
        check("argument bytes", maxArgumentBytes, GREATEST_ARGUMENT_BYTES);
        check("inline bytes", maxInlineBytes, GREATEST_INLINE_BYTES);
    }

    /** Limits of a client that is authenticated or need not be. */
    DecoderLimits(int maxArguments, int maxArgumentBytes, int maxInlineBytes) {
        this(maxArguments, maxArgumentBytes, maxInlineBytes, true);
    }

    private static void check(String name, int value, int greatest) {
        if (value < 1 || value > greatest) {
            throw new IllegalArgumentException("max " + name + " is " + value + ", not from 1 to " + greatest);
        }
    }

    /** Of all arguments of a request together: the largest one, and a mebibyte of others. */
    long maxRequestBytes() {
        return (long) maxArgumentBytes + SMALL_ARGUMENTS_BYTES;
    }

    void checkArguments(long count) throws ProtocolException {
        if (count > Integer.MAX_VALUE) {
            throw ProtocolException.invalidArgumentCount();
        }
        if (count > maxArguments) {
            throw authenticated
                    ? ProtocolException.invalidArgumentCount()
                    : new ProtocolException("unauthenticated multibulk length");
        }
    }

    /** @param before bytes of the request's arguments before this one */
    void checkArgument(long length, long before) throws ProtocolException {
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw ProtocolException.invalidLength();
        }
        if (length > maxArgumentBytes || before + length > maxRequestBytes()) {
            throw authenticated
                    ? ProtocolException.invalidLength()
                    : new ProtocolException("unauthenticated bulk length");
        }
    }
}

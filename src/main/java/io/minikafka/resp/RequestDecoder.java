package io.minikafka.resp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a connection into requests, cut at any place. Takes what redis-server takes, arrays of bulk strings
 * and inline requests, and refuses the rest in its words. Stricter than Redis in one thing: lengths and arguments must
 * end in CR LF, since a client that counts wrongly would otherwise have other bytes stored than it meant.
 *
 * <p>What is received is copied once, into an array that requests then share and nobody changes. What has arrived of a
 * large argument is copied again only when it has doubled. Nothing is allocated for what is only declared. Not safe for
 * use by several threads.
 */
final class RequestDecoder {
    private static final byte[] NOTHING = {};
    private static final int[] NO_BOUNDS = {};
    private static final int UNKNOWN = -1;

    /** Returned by {@link #number}: the line goes on beyond what was received. Read as a number it is none. */
    private static final long INCOMPLETE = Long.MIN_VALUE;

    /** An {@code int} takes so many digits without a check. */
    private static final int SAFE_DIGITS = 9;

    /** A remainder is moved into an array of its own when that frees as much. */
    private static final int WORTH_FREEING = 1 << 10;

    private static final int LEAST_ARGUMENTS = 8;

    private DecoderLimits limits;
    private boolean failed;

    /** The array holds the request under way from its start, decoded to the position, received to the end. */
    private byte[] array = NOTHING;

    private int start;
    private int position;
    private int end;

    /** No line ends between the position and here, so that a line in many pieces is searched once. */
    private int searched;

    /** Of the request under way: 0 before its array's length is known, and always in an inline request. */
    private int expectedArguments;

    /** Where the complete arguments begin and end, counted from the request's start. */
    private int[] bounds = NO_BOUNDS;

    private int boundCount;
    private int argumentLength = UNKNOWN;
    private long argumentBytes;

    RequestDecoder(DecoderLimits limits) {
        this.limits = limits;
    }

    /** New limits, for lengths that are not decoded yet. */
    void limits(DecoderLimits limits) {
        this.limits = limits;
    }

    /** Takes all readable bytes; does not release the buffer. What is fed and not asked for accumulates. */
    void feed(ByteBuf in) {
        int count = in.readableBytes();
        if (failed) {
            in.skipBytes(count);
            return;
        }
        if (count > array.length - end) {
            moveTo(roomFor(count));
        }
        in.readBytes(array, end, count);
        end += count;
    }

    /**
     * The next request, or null until more was fed.
     *
     * @throws ProtocolException once; from then on what is fed is dropped and there are no more requests
     */
    @Nullable
    Request next() throws ProtocolException {
        try {
            Request request = decode();
            if (end == start) {
                release();
            } else if (request == null && array.length - (end - start) > Math.max(WORTH_FREEING, end - start)) {
                moveTo(end - start);
            }
            return request;
        } catch (ProtocolException e) {
            failed = true;
            release();
            throw e;
        }
    }

    /** Whether nothing is held: neither an unfinished request nor a buffer. */
    boolean isIdle() {
        return end == start;
    }

    /** How many bytes were fed and have not left in a request. */
    int undecodedBytes() {
        return end - start;
    }

    /** What the arrays take that this decoder keeps alive. */
    long heldBytes() {
        return array.length + 4L * bounds.length;
    }

    private @Nullable Request decode() throws ProtocolException {
        while (position < end) {
            if (expectedArguments == 0) {
                if (array[position] != '*') {
                    int line = lineEnd('\n', "too big inline request");
                    if (line == UNKNOWN) {
                        return null;
                    }
                    Request request = inline(line);
                    if (request != null) {
                        return request;
                    }
                    continue;
                }
                if (!arrayLength()) {
                    return null;
                }
            } else if (arguments()) {
                return finished();
            } else {
                return null;
            }
        }
        return null;
    }

    private @Nullable Request inline(int line) throws ProtocolException {
        boolean carriageReturn = line > position && array[line - 1] == '\r';
        Request request = InlineRequest.of(array, position, carriageReturn ? line - 1 : line);
        position = line + 1;
        start = position;
        return request;
    }

    /** Decodes an array's length, and passes over an array of nothing; false until the line is complete. */
    private boolean arrayLength() throws ProtocolException {
        long count = number('*', "too big mbulk count string");
        if (count == INCOMPLETE) {
            return false;
        }
        limits.checkArguments(count);
        if (count <= 0) {
            start = position;
        } else {
            expectedArguments = (int) count;
            bounds = new int[2 * Math.min(expectedArguments, LEAST_ARGUMENTS)];
        }
        return true;
    }

    /** Decodes arguments; false until all are complete. */
    private boolean arguments() throws ProtocolException {
        while (boundCount < 2 * expectedArguments) {
            if (argumentLength == UNKNOWN) {
                long length = position == end ? INCOMPLETE : number('$', "too big bulk count string");
                if (length == INCOMPLETE) {
                    return false;
                }
                limits.checkArgument(length, argumentBytes);
                argumentLength = (int) length;
                argumentBytes += length;
            }
            if (end - position - argumentLength < 2) {
                return false;
            }
            int after = position + argumentLength;
            if (array[after] != '\r' || array[after + 1] != '\n') {
                throw ProtocolException.invalidLength();
            }
            if (boundCount == bounds.length) {
                bounds = Arrays.copyOf(bounds, Math.min(2 * expectedArguments, 2 * boundCount));
            }
            bounds[boundCount++] = position - start;
            bounds[boundCount++] = after - start;
            position = after + 2;
            argumentLength = UNKNOWN;
        }
        return true;
    }

    private Request finished() {
        Request request = new Request(array, start, bounds);
        start = position;
        forgetArguments();
        return request;
    }

    private void forgetArguments() {
        expectedArguments = 0;
        bounds = NO_BOUNDS;
        boundCount = 0;
        argumentBytes = 0;
        argumentLength = UNKNOWN;
    }

    /** The number in the line at the position, which moves behind it; {@link #INCOMPLETE} until the line is there. */
    private long number(char type, String tooLong) throws ProtocolException {
        byte[] bytes = array;
        int first = position + 1;
        int last = Math.min(end - 1, first + SAFE_DIGITS);
        int value = 0;
        int at = first;
        while (at < last && bytes[at] >= '0' && bytes[at] <= '9') {
            value = 10 * value + bytes[at++] - '0';
        }
        if (at < last
                && at > first
                && bytes[at] == '\r'
                && bytes[at + 1] == '\n'
                && bytes[position] == type
                && (bytes[first] != '0' || at == first + 1)) {
            position = at + 2;
            return value;
        }
        return unusualNumber(type, tooLong);
    }

    /** A line that is incomplete, wrong, or long: decided as Redis does, once its end is there. */
    private long unusualNumber(char type, String tooLong) throws ProtocolException {
        int line = lineEnd('\r', tooLong);
        if (line == UNKNOWN || line + 1 == end) {
            return INCOMPLETE;
        }
        if (array[position] != type) {
            throw new ProtocolException("expected '" + type + "', got '" + printable(array[position]) + "'");
        }
        long value = WireNumber.parse(array, position + 1, line);
        if (value == WireNumber.INVALID || array[line + 1] != '\n') {
            throw type == '*' ? ProtocolException.invalidArgumentCount() : ProtocolException.invalidLength();
        }
        position = line + 2;
        return value;
    }

    /** As Redis shows it, except for what is not a character by itself. */
    private static char printable(byte found) {
        if (found == '\r' || found == '\n') {
            return ' ';
        }
        return found >= ' ' && found < 0x7f ? (char) found : '?';
    }

    /** Where the line at the position ends, or {@link #UNKNOWN}. */
    private int lineEnd(char terminator, String tooLong) throws ProtocolException {
        int at = Math.max(position, searched);
        while (at < end && array[at] != terminator) {
            at++;
        }
        searched = at;
        if (at - position > limits.maxInlineBytes()) {
            throw new ProtocolException(tooLong);
        }
        return at < end ? at : UNKNOWN;
    }

    /** The least there must be; more where the request under way will need it, but at most double of what came. */
    private int roomFor(int count) {
        long kept = (long) end - start;
        long wanted = argumentLength == UNKNOWN ? 2 * kept : (long) position - start + argumentLength + 2 + count;
        return Math.toIntExact(Math.max(kept + count, Math.min(2 * kept, wanted)));
    }

    private void moveTo(int capacity) {
        byte[] target = new byte[capacity];
        System.arraycopy(array, start, target, 0, end - start);
        array = target;
        position -= start;
        end -= start;
        searched = Math.max(0, searched - start);
        start = 0;
    }

    private void release() {
        array = NOTHING;
        start = 0;
        position = 0;
        end = 0;
        searched = 0;
        forgetArguments();
    }
}

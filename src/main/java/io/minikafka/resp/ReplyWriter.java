package io.minikafka.resp;

import io.minikafka.store.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * Appends replies to a buffer, in the version of the protocol that the connection speaks: what version 2 lacks is
 * written as the type that Redis uses there instead. Neither takes over nor releases the buffer. Not safe for use by
 * several threads.
 */
final class ReplyWriter {
    /** A sign and 19 digits, and before them what says how many: a type, two digits, CR LF. */
    private static final int SCRATCH_BYTES = 25;

    private static final int CR_LF = '\r' << 8 | '\n';
    private static final int ONE_DIGIT = ':' << 24 | '0' << 16 | CR_LF;

    private static final byte[] NULL = ascii("_\r\n");
    private static final byte[] NULL_BULK = ascii("$-1\r\n");
    private static final byte[] NULL_ARRAY = ascii("*-1\r\n");
    private static final byte[] TRUE = ascii("#t\r\n");
    private static final byte[] FALSE = ascii("#f\r\n");
    private static final String TEXT_FORMAT = "txt:";

    private final ByteBuf out;
    private final Bytes.ArrayFunction<ByteBuf> intoOut;
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private final LongAdder errors;
    private RespVersion version;

    /** @param errors counts the errors that are written */
    ReplyWriter(ByteBuf out, RespVersion version, LongAdder errors) {
        this.out = out;
        this.errors = errors;
        this.intoOut = out::writeBytes;
        this.version = version;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    RespVersion version() {
        return version;
    }

    /** From the next reply on. */
    void version(RespVersion version) {
        this.version = version;
    }

    /** A line of text; line breaks in it become spaces. */
    void simple(String text) {
        line('+', text);
    }

    /** An error, with its code in front, such as {@code ERR}; line breaks become spaces. */
    void error(String text) {
        errors.increment();
        line('-', text);
    }

    private void line(char type, String text) {
        out.writeByte(type);
        ByteBufUtil.writeUtf8(out, text.replace('\r', ' ').replace('\n', ' '));
        out.writeShort(CR_LF);
    }

    void integer(long value) {
        if (value >= 0 && value <= 9) {
            out.writeInt(ONE_DIGIT + ((int) value << 16));
        } else {
            header(':', value);
        }
    }

    /** As many replies of one integer as said. */
    void integers(int count, long value) {
        for (int i = 0; i < count; i++) {
            integer(value);
        }
    }

    void bulk(Bytes value) {
        header('$', value.length());
        value.with(intoOut);
        out.writeShort(CR_LF);
    }

    /** A bulk string of the text in UTF-8. */
    void bulk(String text) {
        header('$', ByteBufUtil.utf8Bytes(text));
        ByteBufUtil.writeUtf8(out, text);
        out.writeShort(CR_LF);
    }

    /** A bulk string of the number in decimal. */
    void bulk(long value) {
        int from = digits(value, scratch.length);
        header('$', scratch.length - from, from);
        out.writeBytes(scratch, from, scratch.length - from);
        out.writeShort(CR_LF);
    }

    /** Nothing, where a bulk string could be. */
    void nullBulk() {
        out.writeBytes(version == RespVersion.RESP3 ? NULL : NULL_BULK);
    }

    /** Nothing, where an array could be. */
    void nullArray() {
        out.writeBytes(version == RespVersion.RESP3 ? NULL : NULL_ARRAY);
    }

    /** Begins an array of so many replies, which are written next. */
    void array(int size) {
        header('*', size);
    }

    /** Begins a map of so many pairs; version 2 has the same names and values in an array. */
    void map(int pairs) {
        if (version == RespVersion.RESP3) {
            header('%', pairs);
        } else {
            header('*', 2L * pairs);
        }
    }

    /** Begins a set of so many replies; in version 2 an array. */
    void set(int size) {
        header(version == RespVersion.RESP3 ? '~' : '*', size);
    }

    /** In version 2 the integer 1 or 0. */
    void bool(boolean value) {
        if (version == RespVersion.RESP3) {
            out.writeBytes(value ? TRUE : FALSE);
        } else {
            integer(value ? 1 : 0);
        }
    }

    /** In version 2 a bulk string. */
    void real(double value) {
        String text = format(value);
        if (version == RespVersion.RESP3) {
            line(',', text);
        } else {
            bulk(text);
        }
    }

    /** As Redis writes them: whole numbers without a point, {@code inf}, {@code -inf}, {@code nan}. */
    private static String format(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (Double.isNaN(value)) {
            return "nan";
        }
        long whole = (long) value;
        return whole == value && Math.abs(whole) < 1L << 53 ? Long.toString(whole) : Double.toString(value);
    }

    /** Text meant for people, which clients show as it is; in version 2 a bulk string. */
    void verbatim(String text) {
        if (version == RespVersion.RESP3) {
            header('=', TEXT_FORMAT.length() + ByteBufUtil.utf8Bytes(text));
            ByteBufUtil.writeUtf8(out, TEXT_FORMAT);
            ByteBufUtil.writeUtf8(out, text);
            out.writeShort(CR_LF);
        } else {
            bulk(text);
        }
    }

    /** A type, a number and the end of the line, in one write. */
    private void header(char type, long number) {
        header(type, number, scratch.length);
    }

    /** As above, but what is in the scratch array from there on is kept. */
    private void header(char type, long number, int end) {
        scratch[end - 1] = '\n';
        scratch[end - 2] = '\r';
        int from = digits(number, end - 2) - 1;
        scratch[from] = (byte) type;
        out.writeBytes(scratch, from, end - from);
    }

    /** Puts the number in decimal before the end into the scratch array and tells where it begins. */
    private int digits(long number, int end) {
        // Negative, as the least long has no positive counterpart.
        long rest = number > 0 ? -number : number;
        int from = end;
        do {
            scratch[--from] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (number < 0) {
            scratch[--from] = '-';
        }
        return from;
    }
}

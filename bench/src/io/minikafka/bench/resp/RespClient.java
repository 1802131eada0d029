package io.minikafka.bench.resp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A client over a plain socket, as light as can be, so that servers are measured. Replies of version 2: strings (errors
 * as they are, with the minus sign), longs, lists, and {@link #NOTHING}. One thread's.
 */
final class RespClient implements AutoCloseable {
    static final Object NOTHING = new Object();

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    RespClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    /** Adds a request to what {@link #flush} sends. */
    void add(String... arguments) {
        add("*" + arguments.length + "\r\n");
        for (String argument : arguments) {
            add("$" + argument.length() + "\r\n" + argument + "\r\n");
        }
    }

    private void add(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    void flush() throws IOException {
        out.writeTo(socket.getOutputStream());
        out.reset();
    }

    Object call(String... arguments) throws IOException {
        add(arguments);
        flush();
        return read();
    }

    /** The reply of a request that must not fail. */
    Object expect(Object reply) throws IOException {
        if (reply instanceof String text && text.startsWith("-")) {
            throw new IOException(text);
        }
        return reply;
    }

    Object read() throws IOException {
        int type = in.read();
        return switch (type) {
            case '+' -> line();
            case '-' -> "-" + line();
            case ':' -> number();
            case '$' -> bulk((int) number());
            case '*' -> array((int) number());
            case -1 -> throw new EOFException();
            default -> throw new IOException("A reply of type " + (char) type);
        };
    }

    private Object bulk(int length) throws IOException {
        if (length < 0) {
            return NOTHING;
        }
        byte[] bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private Object array(int size) throws IOException {
        if (size < 0) {
            return NOTHING;
        }
        Object[] items = new Object[size];
        for (int i = 0; i < size; i++) {
            items[i] = read();
        }
        return Arrays.asList(items);
    }

    private long number() throws IOException {
        int next = in.read();
        boolean negative = next == '-';
        long value = negative ? 0 : next - '0';
        for (next = in.read(); next != '\r'; next = in.read()) {
            value = 10 * value + next - '0';
        }
        in.skipNBytes(1);
        return negative ? -value : value;
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            text.append((char) next);
        }
        in.skipNBytes(1);
        return text.toString();
    }

    static Object at(Object list, int index) {
        return ((List<?>) list).get(index);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

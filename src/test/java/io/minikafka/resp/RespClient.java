package io.minikafka.resp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A bare client: sends bytes, and reads replies as the bytes they are. */
public final class RespClient implements AutoCloseable {
    /** Only keeps a broken test from hanging. */
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;

    public RespClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 12);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request as an array of bulk strings; one byte a character. */
    static String request(String... arguments) {
        StringBuilder request = new StringBuilder("*" + arguments.length + "\r\n");
        for (String argument : arguments) {
            request.append('$')
                    .append(argument.length())
                    .append("\r\n")
                    .append(argument)
                    .append("\r\n");
        }
        return request.toString();
    }

    /** Sends these bytes, one a character. */
    public RespClient send(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request and returns the reply. */
    public String call(String... arguments) {
        send(request(arguments));
        return reply();
    }

    /** The bytes of the next reply, whole. */
    public String reply() {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        try {
            readReply(reply);
        } catch (IOException e) {
            throw new UncheckedIOException("After " + reply.toString(StandardCharsets.ISO_8859_1), e);
        }
        return reply.toString(StandardCharsets.ISO_8859_1);
    }

    private void readReply(ByteArrayOutputStream reply) throws IOException {
        String line = readLine(reply);
        int count = "$=*~%>".indexOf(line.charAt(0)) < 0 ? 0 : Integer.parseInt(line.substring(1));
        switch (line.charAt(0)) {
            case '$', '=' -> {
                if (count >= 0) {
                    reply.writeBytes(in.readNBytes(count + 2));
                }
            }
            case '*', '~', '>', '%' -> {
                int elements = line.charAt(0) == '%' ? 2 * count : count;
                for (int i = 0; i < elements; i++) {
                    readReply(reply);
                }
            }
            default -> {}
        }
    }

    private String readLine(ByteArrayOutputStream reply) throws IOException {
        StringBuilder line = new StringBuilder();
        int b = 0;
        while (b != '\n') {
            b = in.read();
            if (b < 0) {
                throw new IOException("The server closed the connection");
            }
            reply.write(b);
            line.append((char) b);
        }
        return line.toString().strip();
    }

    /** Whether the server closes the connection without saying anything more. */
    public boolean isClosedByServer() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** As the server sees it. */
    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

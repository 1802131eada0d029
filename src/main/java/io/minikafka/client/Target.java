package io.minikafka.client;

/** A server's address. */
public record Target(String host, int port) {
    public static final int DEFAULT_PORT = 9999;

    private static final String ACCEPTED = "; accepted is host:port, host, :port or [IPv6 address]:port";

    /**
     * Reads {@code host:port}; without a port {@value #DEFAULT_PORT}, without a host {@code localhost}.
     *
     * @throws IllegalArgumentException when the text is none of these
     */
    public static Target parse(String text) {
        return parse(text, DEFAULT_PORT);
    }

    /**
     * The same with another port when the text has none.
     *
     * @throws IllegalArgumentException when the text is no address
     */
    public static Target parse(String text, int defaultPort) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        if (bracketed && text.endsWith("]")) {
            return new Target(text.substring(1, text.length() - 1), defaultPort);
        }
        if (colon < 0) {
            return new Target(host(text, text), defaultPort);
        }
        String host = text.substring(0, colon);
        if (bracketed && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0 || bracketed) {
            throw new IllegalArgumentException("The address is '" + text + "'" + ACCEPTED);
        }
        return new Target(host(host, text), port(text.substring(colon + 1), text));
    }

    private static String host(String host, String text) {
        if (host.chars().anyMatch(c -> c <= ' ' || c == '/')) {
            throw new IllegalArgumentException("The address is '" + text + "'" + ACCEPTED);
        }
        return host.isEmpty() ? "localhost" : host;
    }

    private static int port(String port, String text) {
        try {
            int number = Integer.parseInt(port);
            if (number >= 1 && number <= 65_535) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, like a number out of range.
        }
        throw new IllegalArgumentException(
                "The port of the address '" + text + "' is '" + port + "'; accepted is a number from 1 to 65535");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}

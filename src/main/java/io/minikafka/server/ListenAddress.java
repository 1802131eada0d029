package io.minikafka.server;

import com.google.common.net.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where a door listens, written {@code host:port} as in Go: {@code :9999} is every interface,
 * {@code localhost:9999} and {@code 127.0.0.1:9999} are this machine only, IPv6 addresses are in brackets
 * ({@code [::1]:9999}). Port 0 lets the operating system choose.
 *
 * @param host as it was written, but without brackets; empty for every interface
 * @param address what the host is resolved to, or the wildcard address
 */
public record ListenAddress(String host, InetAddress address, int port) {
    static final String ACCEPTED = "host:port, such as localhost:9999, 0.0.0.0:9999, [::1]:9999, or :9999 for all"
            + " interfaces; the port from 0 (any free one) to 65535";

    /**
     * Reads the text and resolves the host.
     *
     * @throws IllegalArgumentException when the text is no address or the host is unknown
     */
    public static ListenAddress of(String text) {
        HostAndPort parsed = HostAndPort.fromString(text.strip());
        if (!parsed.hasPort()) {
            throw new IllegalArgumentException("'" + text + "' has no port");
        }
        return new ListenAddress(parsed.getHost(), resolve(parsed.getHost()), parsed.getPort());
    }

    private static InetAddress resolve(String host) {
        if (host.isEmpty()) {
            return new InetSocketAddress(0).getAddress();
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("The host '" + host + "' is unknown", e);
        }
    }

    /** The same place with another port, such as the one the operating system chose. */
    ListenAddress withPort(int other) {
        return new ListenAddress(host, address, other);
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        return HostAndPort.fromParts(host, port).toString();
    }
}

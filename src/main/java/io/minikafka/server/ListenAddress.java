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
 * @param address resolved, or the wildcard address
 */
public record ListenAddress(InetAddress address, int port) {
    static final String ACCEPTED = "host:port, such as localhost:9999, 0.0.0.0:9999, [::1]:9999, or :9999 for all"
            + " interfaces; the port from 0 (any free one) to 65535";

    /**
     * Reads the text and resolves the host.
     *
     * @throws IllegalArgumentException when the text is no address or the host is unknown
     */
    public static ListenAddress of(String text) {
        HostAndPort parsed = parse(text.strip());
        if (parsed.getHost().isEmpty()) {
            return new ListenAddress(new InetSocketAddress(parsed.getPort()).getAddress(), parsed.getPort());
        }
        try {
            return new ListenAddress(named(parsed.getHost()), parsed.getPort());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("The host '" + parsed.getHost() + "' is unknown", e);
        }
    }

    private static HostAndPort parse(String text) {
        HostAndPort parsed = HostAndPort.fromString(text);
        if (!parsed.hasPort()) {
            throw new IllegalArgumentException("'" + text + "' has no port");
        }
        return parsed;
    }

    /** The address with the host as its name, so that nothing asks the name service for it again. */
    private static InetAddress named(String host) throws UnknownHostException {
        return InetAddress.getByAddress(host, InetAddress.getByName(host).getAddress());
    }

    /** As {@link #of} reads it, all interfaces as {@code :port}. */
    @Override
    public String toString() {
        if (address.isAnyLocalAddress() && address.equals(new InetSocketAddress(0).getAddress())) {
            return ":" + port;
        }
        return HostAndPort.fromParts(address.getHostName(), port).toString();
    }
}

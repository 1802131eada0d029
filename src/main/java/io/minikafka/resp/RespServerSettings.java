package io.minikafka.resp;

import io.minikafka.security.Authenticator;
import io.minikafka.store.InvalidArgumentException;
import io.minikafka.store.StoreLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * How the door treats its connections.
 *
 * @param address where it listens; port 0 for any free one
 * @param version the service's, told by {@code INFO}
 * @param limits what a message may have
 * @param maxConnections those beyond are told so and closed
 * @param idleTimeout a connection without traffic for so long is closed, unless it waits for a reply or watches; zero
 *     for never
 * @param loginTimeout a connection that must log in and has not is told so and closed; zero for never
 * @param outputBound a connection with more bytes unsent than this is neither read nor served; one reply may exceed it
 * @param outputTimeout a connection that stays beyond the bound so long without taking anything is closed
 * @param timeoutUnit what a bare number is in {@code BLPOP}
 * @param acknowledge when {@code RPUSHX} answers
 * @param consumerDefaults settings for consumers whose clients give none, by librdkafka's names, of those that a client
 *     may give
 * @param authenticator who may use the door
 */
public record RespServerSettings(
        InetSocketAddress address,
        String version,
        StoreLimits limits,
        int maxConnections,
        Duration idleTimeout,
        Duration loginTimeout,
        int outputBound,
        Duration outputTimeout,
        TimeoutUnit timeoutUnit,
        Acknowledge acknowledge,
        Map<String, String> consumerDefaults,
        Authenticator authenticator) {
    /** @throws IllegalArgumentException when a consumer's default is unknown or wrong; the message says which */
    public RespServerSettings {
        consumerDefaults = ConsumerSettings.checked(consumerDefaults);
        if (maxConnections < 1) {
            throw new InvalidArgumentException(
                    "max number of connections", Integer.toString(maxConnections), "1 or more");
        }
        if (idleTimeout.isNegative()) {
            throw new InvalidArgumentException("idle timeout", idleTimeout.toString(), "0 or longer");
        }
        if (loginTimeout.isNegative()) {
            throw new InvalidArgumentException("login timeout", loginTimeout.toString(), "0 or longer");
        }
        if (outputBound < 1) {
            throw new InvalidArgumentException("output bound", outputBound + " bytes", "1 byte or more");
        }
        if (outputTimeout.isNegative() || outputTimeout.isZero()) {
            throw new InvalidArgumentException("output timeout", outputTimeout.toString(), "longer than 0");
        }
    }
}

package io.minikafka.client.autoconfigure;

import io.minikafka.client.Credentials;
import io.minikafka.client.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How an application uses a minikafka server.
 *
 * @param target Address of the server, as host:port; a missing port is the transport's, 9999 or 6380. Without it, and
 *     without connection details from elsewhere, there is no client.
 * @param transport Protocol to talk to the server by; redis needs io.lettuce:lettuce-core.
 * @param username User to log in as; 'default' with a password and without a user.
 * @param password Password of the user.
 * @param token Bearer token to log in with instead of user and password; for transport grpc only.
 * @param ssl Securing the connection.
 * @param requestTimeout How long a call may take that waits for nothing but its answer; also bounds the health check.
 * @param maxResponseSize Bound on one response of the server, larger than its largest message; for transport grpc only.
 * @param producer How messages are sent.
 * @param listener What holds for listeners that do not say otherwise.
 */
@ConfigurationProperties("minikafka.client")
public record MinikafkaClientProperties(
        @Nullable String target,
        @DefaultValue("grpc") Transport transport,
        @Nullable String username,
        @Nullable String password,
        @Nullable String token,
        @DefaultValue Ssl ssl,
        @DefaultValue("30s") Duration requestTimeout,
        @DefaultValue("64MB") DataSize maxResponseSize,
        @DefaultValue @NestedConfigurationProperty ProducerProperties producer,
        @DefaultValue @NestedConfigurationProperty ListenerProperties listener) {
    private static final String DEFAULT_USER = "default";
    private static final DataSize GREATEST_RESPONSE = DataSize.ofBytes(Integer.MAX_VALUE);

    public MinikafkaClientProperties {
        target = textOrNull(target);
        username = textOrNull(username);
        password = textOrNull(password);
        token = textOrNull(token);
        requireAddress(target, transport);
        Setting.requirePositive("request-timeout", requestTimeout);
        Setting.requireWithin("max-response-size", maxResponseSize, GREATEST_RESPONSE);
        Setting.require(
                username == null || password != null, "username", username + "", "a user with a password beside it");
        Setting.require(
                username == null || username.indexOf(':') < 0, "username", username + "", "a name without a colon");
        if (token != null && (password != null || transport == Transport.REDIS)) {
            throw new IllegalArgumentException(
                    "minikafka.client.token is set; accepted is a token with transport grpc and"
                            + " without minikafka.client.password");
        }
    }

    /** Null when the application logs in with nothing. */
    @Nullable
    Credentials credentials() {
        if (token != null) {
            String fixed = token;
            return Credentials.token(() -> fixed);
        }
        return password == null ? null : Credentials.password(username == null ? DEFAULT_USER : username, password);
    }

    /** Without password and token. */
    @Override
    public String toString() {
        return "MinikafkaClientProperties[target=" + target + ", transport=" + transport + ", username=" + username
                + ", ssl=" + ssl + ", requestTimeout=" + requestTimeout + ", maxResponseSize=" + maxResponseSize
                + ", producer=" + producer + ", listener=" + listener + "]";
    }

    /**
     * Securing the connection.
     *
     * @param enabled Whether to secure the connection; unless set, when there is a bundle. Without a bundle the client
     *     trusts what the Java runtime trusts.
     * @param bundle Name of the SSL bundle with the trusted certificates, and the client's own if the server asks for it.
     */
    public record Ssl(@Nullable Boolean enabled, @Nullable String bundle) {
        public Ssl {
            bundle = textOrNull(bundle);
        }

        boolean isEnabled() {
            return enabled == null ? bundle != null : enabled;
        }
    }

    private static void requireAddress(@Nullable String target, Transport transport) {
        if (target != null) {
            try {
                Target.parse(target, transport.defaultPort());
            } catch (IllegalArgumentException noAddress) {
                throw new IllegalArgumentException(
                        "minikafka.client.target is wrong. " + noAddress.getMessage(), noAddress);
            }
        }
    }

    /** What is set to nothing, as an environment does it, is not set. */
    private static @Nullable String textOrNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}

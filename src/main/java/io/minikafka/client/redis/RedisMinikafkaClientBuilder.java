package io.minikafka.client.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.resource.ClientResources;
import io.minikafka.client.Credentials;
import io.minikafka.client.Target;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Builds a {@link RedisMinikafkaClient}. */
public final class RedisMinikafkaClientBuilder {
    private final Target target;
    private Credentials.@Nullable UsernamePassword credentials;
    private @Nullable SslOptions tls;
    private Duration requestTimeout = Duration.ofSeconds(30);
    private @Nullable ClientResources resources;
    private InstantSource clock = InstantSource.system();

    RedisMinikafkaClientBuilder(String target) {
        this.target = Target.parse(target, RedisMinikafkaClient.DEFAULT_PORT);
    }

    /**
     * Who the client is: each connection begins with an {@code AUTH}. Where the server has one password for all, the user
     * is {@code default}. Nobody unless set.
     *
     * @throws IllegalArgumentException when it is a token, for which the protocol has no place
     */
    public RedisMinikafkaClientBuilder credentials(Credentials value) {
        if (!(value instanceof Credentials.UsernamePassword password)) {
            throw new IllegalArgumentException("The credentials are a " + value
                    + "; accepted over the Redis protocol is a user name with a password");
        }
        this.credentials = password;
        return this;
    }

    /**
     * Secures the connections; plain text otherwise. The server's certificate must be valid for the target's host.
     *
     * @param keys who this client is; null when the server does not ask
     * @param trust whom this client trusts; null for whom the Java runtime trusts
     */
    public RedisMinikafkaClientBuilder tls(@Nullable KeyManagerFactory keys, @Nullable TrustManagerFactory trust) {
        SslOptions.Builder options = SslOptions.builder().jdkSslProvider();
        if (keys != null) {
            options.keyManager(keys);
        }
        if (trust != null) {
            options.trustManager(trust);
        }
        this.tls = options.build();
        return this;
    }

    /** How long a call may take that waits for nothing but its answer, connecting included; 30 s unless set. */
    public RedisMinikafkaClientBuilder requestTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The request timeout is " + timeout + "; accepted is longer than 0");
        }
        this.requestTimeout = timeout;
        return this;
    }

    /** Event loops and timers to share with other users of Lettuce. The client does not shut them down. Its own unless set. */
    public RedisMinikafkaClientBuilder resources(ClientResources shared) {
        this.resources = shared;
        return this;
    }

    /** What tells when messages arrived. */
    RedisMinikafkaClientBuilder clock(InstantSource value) {
        this.clock = value;
        return this;
    }

    /** Makes the client, which connects when it is first used. */
    public RedisMinikafkaClient build() {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(target.host())
                .withPort(target.port())
                .withTimeout(requestTimeout)
                .withLibraryName("minikafka");
        if (credentials != null) {
            uri.withAuthentication(
                    credentials.username(), credentials.password().toCharArray());
        }
        if (tls != null) {
            uri.withSsl(true).withVerifyPeer(SslVerifyMode.FULL);
        }
        return new RedisMinikafkaClient(new Lettuce(target, uri.build(), tls, requestTimeout, resources), clock);
    }
}

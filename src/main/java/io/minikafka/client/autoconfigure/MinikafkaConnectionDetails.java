package io.minikafka.client.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the server is. A bean of this type counts instead of {@code minikafka.client.target} and
 * {@code minikafka.client.ssl}; what the application logs in with, and by which protocol, stays with the properties.
 */
public interface MinikafkaConnectionDetails extends ConnectionDetails {
    /**
     * The address of the server's door for this protocol.
     *
     * @return {@code host:port}
     */
    String target(Transport transport);

    /** What secures the connection; null for plain text. */
    default @Nullable SslBundle sslBundle() {
        return null;
    }
}

package io.minikafka.client.autoconfigure;

import io.minikafka.client.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Where the server is, as the properties say. */
final class PropertiesMinikafkaConnectionDetails implements MinikafkaConnectionDetails {
    private final MinikafkaClientProperties properties;
    private final @Nullable SslBundles bundles;

    PropertiesMinikafkaConnectionDetails(MinikafkaClientProperties properties, @Nullable SslBundles bundles) {
        this.properties = properties;
        this.bundles = bundles;
    }

    @Override
    public String target(Transport transport) {
        String target = properties.target() == null ? "" : properties.target();
        return Target.parse(target, transport.defaultPort()).toString();
    }

    @Override
    public @Nullable SslBundle sslBundle() {
        MinikafkaClientProperties.Ssl ssl = properties.ssl();
        if (!ssl.isEnabled()) {
            return null;
        }
        if (ssl.bundle() == null) {
            return SslBundle.systemDefault();
        }
        if (bundles == null) {
            throw new IllegalStateException("minikafka.client.ssl.bundle is '" + ssl.bundle()
                    + "', and the application has no SslBundles; accepted is a bundle of spring.ssl.bundle");
        }
        return bundles.getBundle(ssl.bundle());
    }
}

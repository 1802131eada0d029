package io.minikafka.test;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;

/**
 * The server's addresses as an application's settings. Which of them fits the client's transport is found when somebody
 * asks, because test property sources may come later than this one.
 */
final class EmbeddedMinikafkaProperties extends EnumerablePropertySource<EmbeddedMinikafkaServer> {
    private static final String TARGET = "minikafka.embedded.target";
    private static final String REDIS = "minikafka.embedded.redis";
    private static final String TRANSPORT = "minikafka.client.transport";

    private final boolean redis;
    private final String property;
    private final Environment environment;

    EmbeddedMinikafkaProperties(
            EmbeddedMinikafkaServer server, boolean redis, String property, Environment environment) {
        super("embeddedMinikafka", server);
        this.redis = redis;
        this.property = property;
        this.environment = environment;
    }

    @Override
    public String[] getPropertyNames() {
        return redis ? new String[] {property, TARGET, REDIS} : new String[] {property, TARGET};
    }

    @Override
    public @Nullable Object getProperty(String name) {
        if (name.equals(property)) {
            return "redis".equalsIgnoreCase(environment.getProperty(TRANSPORT))
                    ? source.redisAddress()
                    : source.target();
        }
        if (name.equals(TARGET)) {
            return source.target();
        }
        return redis && name.equals(REDIS) ? source.redisAddress() : null;
    }
}

package io.minikafka.server;

import java.util.List;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** The profiles that say where topics are, of which one may be active. */
final class OneBackend {
    private OneBackend() {}

    /** @throws InvalidConfigurationPropertyValueException when several are active */
    static void check(Environment environment) {
        long active = List.of("memory", "file", "kafka").stream()
                .filter(profile -> environment.acceptsProfiles(Profiles.of(profile)))
                .count();
        if (active > 1) {
            throw new InvalidConfigurationPropertyValueException(
                    "spring.profiles.active",
                    String.join(",", environment.getActiveProfiles()),
                    "accepted is one of memory, file and kafka");
        }
    }
}

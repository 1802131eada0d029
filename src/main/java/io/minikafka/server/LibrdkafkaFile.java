package io.minikafka.server;

import io.minikafka.kafka.LibrdkafkaConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The file of {@code minikafka.kafka.librdkafka-config}.
 *
 * @param config without any setting when there is no file
 */
record LibrdkafkaFile(LibrdkafkaConfig config) {
    private static final Logger log = LoggerFactory.getLogger(LibrdkafkaFile.class);

    /** How Spring Boot gives an SSL bundle to Kafka's clients. */
    private static final String BUNDLE = "ssl.engine.factory.class";

    /**
     * Tells the log which settings have no effect.
     *
     * @param path empty for no file
     */
    static LibrdkafkaFile read(String path) {
        if (path.isBlank()) {
            return new LibrdkafkaFile(LibrdkafkaConfig.NONE);
        }
        try {
            LibrdkafkaConfig config = LibrdkafkaConfig.of(Files.readString(Path.of(path)));
            if (!config.ignored().isEmpty()) {
                log.info("Settings of {} without effect here: {}", path, String.join(", ", config.ignored()));
            }
            return new LibrdkafkaFile(config);
        } catch (IOException | InvalidPathException e) {
            throw refused(path, "it cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            throw refused(path, String.valueOf(e.getMessage()));
        }
    }

    private static RuntimeException refused(String path, String reason) {
        return new InvalidConfigurationPropertyValueException("minikafka.kafka.librdkafka-config", path, reason);
    }

    /** The file's settings win, and certificates of the file over a bundle, which would hide them. */
    Map<String, Object> over(Map<String, Object> spring, Map<String, Object> file) {
        Map<String, Object> settings = new HashMap<>(spring);
        if (file.containsKey("ssl.truststore.type") || file.containsKey("ssl.keystore.type")) {
            settings.remove(BUNDLE);
        }
        settings.putAll(file);
        return settings;
    }
}

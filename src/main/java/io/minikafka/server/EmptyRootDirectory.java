package io.minikafka.server;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Profiles;

/**
 * Selects the memory profile when {@code minikafka.root-dir} is set but empty, as {@code MINIKAFKA_ROOT_DIR=} did in the
 * first minikafka, unless profile {@code file} or {@code kafka} is asked for. Runs last, so that every source of settings counts.
 */
final class EmptyRootDirectory implements EnvironmentPostProcessor, Ordered {
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String rootDir = environment.getProperty("minikafka.root-dir");
        if (rootDir != null && rootDir.isBlank() && !environment.acceptsProfiles(Profiles.of("file | kafka"))) {
            environment.addActiveProfile("memory");
        }
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}

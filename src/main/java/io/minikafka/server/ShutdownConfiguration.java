package io.minikafka.server;

import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

/** One setting says how long a stop may take. */
@Configuration(proxyBeanMethods = false)
class ShutdownConfiguration {
    /** The doors keep to the grace period themselves; only a door that hangs is left behind. */
    private static final long MARGIN_MILLIS = 5_000;

    /** In place of Spring Boot's, whose 30 s a phase would cut a longer grace period short, and outlast a shorter one. */
    @Bean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME)
    static DefaultLifecycleProcessor lifecycleProcessor(MinikafkaProperties properties) {
        long gracePeriod = properties.shutdown().gracePeriod().toMillis();
        DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
        processor.setTimeoutPerShutdownPhase(gracePeriod + MARGIN_MILLIS);
        // Requests that are still under way by then are broken off when the web server stops in the phase below.
        processor.setTimeoutForShutdownPhase(
                WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE, Math.max(1, gracePeriod));
        return processor;
    }
}

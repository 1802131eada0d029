package io.minikafka.server;

import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;

/** The service. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(MinikafkaProperties.class)
public class MinikafkaServer {
    /**
     * Starts the service and returns when it has been told to stop. A SIGTERM ends the process with exit code 0, after
     * an orderly stop.
     *
     * @param args settings as {@code --name=value}
     * @return the exit code: 0, or 1 when the service could not start, for a reason that has been logged
     */
    public static int run(String... args) {
        CountDownLatch stopping = new CountDownLatch(1);
        SpringApplication application = application();
        application.addListeners((ApplicationListener<ContextClosedEvent>) event -> stopping.countDown());
        TerminationSignal.exitsWithZero();
        try {
            application.run(args);
        } catch (RuntimeException e) {
            // Reported by Spring Boot, as one line when a FailureAnalyzer knows it.
            return 1;
        }
        try {
            stopping.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** The service, for tests to add to and to run in their own process. */
    static SpringApplication application() {
        SpringApplication application = new SpringApplication(MinikafkaServer.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        return application;
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}

package io.minikafka.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.minikafka.broker.Broker;
import io.minikafka.metrics.BrokerTraffic;
import io.minikafka.metrics.RefusalMetrics;
import io.minikafka.security.Authenticator;
import io.minikafka.security.BrokerViews;
import io.minikafka.security.RefusalLog;
import io.minikafka.security.Verifications;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Who may use the service, whichever door they come to. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    @Bean
    OpenDoors openDoors(MinikafkaProperties properties, Environment environment) {
        return new OpenDoors(properties, environment);
    }

    @Bean
    Verifications verifications() {
        return new Verifications();
    }

    @Bean
    RefusalMetrics refusalMetrics(MeterRegistry registry) {
        return new RefusalMetrics(registry);
    }

    /** Made before any door opens. */
    @Bean
    Authenticator authenticator(
            MinikafkaProperties properties, OpenDoors doors, Verifications verifications, RefusalMetrics metrics) {
        Authenticator authenticator =
                new AccountSettings(properties).authenticator(verifications, metrics.and(new RefusalLog()));
        doors.check(!authenticator.isRequired(), properties.security().allowAnonymous());
        return authenticator;
    }

    @Bean
    DoorViews doorViews(Broker broker, BrokerTraffic traffic) {
        return new DoorViews(door -> new BrokerViews(broker, view -> traffic.counting(door, view)));
    }
}

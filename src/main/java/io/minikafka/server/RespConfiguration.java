package io.minikafka.server;

import io.minikafka.resp.RespServerSettings;
import io.minikafka.security.Authenticator;
import io.minikafka.security.Origin.Door;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The Redis door. */
@Configuration(proxyBeanMethods = false)
class RespConfiguration {
    @Bean
    @ConditionalOnBooleanProperty(name = "minikafka.resp.enabled", matchIfMissing = true)
    RespDoor respDoor(
            DoorViews views,
            Authenticator authenticator,
            ObjectProvider<DoorTls> tls,
            MinikafkaProperties properties,
            ObjectProvider<BuildProperties> build,
            ObjectProvider<ConsumerDefaults> consumerDefaults) {
        RespProperties resp = properties.resp();
        String version = build.stream()
                .map(BuildProperties::getVersion)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("unknown");
        RespServerSettings settings = new RespServerSettings(
                new InetSocketAddress(resp.address(), resp.port()),
                version,
                properties.storeLimits(),
                resp.maxConnections(),
                resp.idleTimeout(),
                resp.loginTimeout(),
                Math.toIntExact(resp.outputBuffer().toBytes()),
                resp.outputTimeout(),
                resp.timeoutUnit(),
                resp.acknowledge(),
                consumerDefaults.stream()
                        .findFirst()
                        .map(ConsumerDefaults::settings)
                        .orElse(Map.of()),
                authenticator);
        DoorTls encryption = tls.getIfAvailable();
        return new RespDoor(
                views.of(Door.REDIS),
                settings,
                encryption == null ? null : encryption.ofRedis(),
                properties.shutdown().gracePeriod());
    }
}

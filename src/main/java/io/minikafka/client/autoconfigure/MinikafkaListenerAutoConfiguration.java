package io.minikafka.client.autoconfigure;

import io.minikafka.client.MessagingClient;
import io.minikafka.client.spring.EnableMinikafkaListeners;
import io.minikafka.client.spring.ListenerDefaults;
import io.minikafka.client.spring.MinikafkaListenerRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/** Methods with {@code @MinikafkaListener} are called, by the application's client, whoever made that. */
@AutoConfiguration(after = MinikafkaClientAutoConfiguration.class)
@ConditionalOnBean(MessagingClient.class)
@EnableConfigurationProperties(MinikafkaClientProperties.class)
public final class MinikafkaListenerAutoConfiguration {
    private static final String THREAD_NAMES = "minikafka-listener-";

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnThreading(Threading.PLATFORM)
    ListenerDefaults minikafkaListenerDefaults(MinikafkaClientProperties properties) {
        return properties.listener().defaults(null);
    }

    /** With {@code spring.threads.virtual.enabled}, from Java 21 on. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnThreading(Threading.VIRTUAL)
    ListenerDefaults minikafkaVirtualListenerDefaults(MinikafkaClientProperties properties) {
        return properties.listener().defaults(new VirtualThreadTaskExecutor(THREAD_NAMES).getVirtualThreadFactory());
    }

    /** Unless the application has the annotation itself. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(MinikafkaListenerRegistry.class)
    @EnableMinikafkaListeners
    static class EnablingConfiguration {}
}

package io.minikafka.client.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/** What {@link EnableMinikafkaListeners} imports. */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class MinikafkaListenerConfiguration {
    /** Name of the bean that converts payloads before the standard converters are asked. */
    static final String CONVERTER = "minikafkaMessageConverter";

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static MinikafkaListenerPostProcessor minikafkaListenerPostProcessor(
            ConfigurableListableBeanFactory beans, ObjectProvider<MinikafkaListenerRegistry> registry) {
        return new MinikafkaListenerPostProcessor(beans, registry);
    }

    @Bean
    static MinikafkaListenerRegistry minikafkaListenerRegistry() {
        return new MinikafkaListenerRegistry();
    }
}

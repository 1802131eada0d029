package io.minikafka.client.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.ProducerOptions;
import io.minikafka.client.spring.MinikafkaOperations;
import io.minikafka.client.spring.MinikafkaTemplate;
import io.minikafka.client.spring.MinikafkaTemplateBuilder;
import io.minikafka.client.spring.MinikafkaTemplateObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import tools.jackson.databind.json.JsonMapper;

/** A template over the application's client, whoever made that. */
@AutoConfiguration(after = MinikafkaClientAutoConfiguration.class)
@ConditionalOnSingleCandidate(MessagingClient.class)
@EnableConfigurationProperties(MinikafkaClientProperties.class)
public final class MinikafkaTemplateAutoConfiguration {
    /** The application's own converter, which comes before the standard ones, here and with listeners. */
    private static final String CONVERTER = "minikafkaMessageConverter";

    @Bean
    @ConditionalOnMissingBean
    ProducerOptions minikafkaProducerOptions(MinikafkaClientProperties properties) {
        return properties.producer().options();
    }

    @Bean
    @ConditionalOnMissingBean(MinikafkaOperations.class)
    MinikafkaTemplate minikafkaTemplate(
            MessagingClient client,
            MinikafkaClientProperties properties,
            ProducerOptions options,
            @Qualifier(CONVERTER) ObjectProvider<MessageConverter> converter,
            ObjectProvider<JsonConverter> json,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<MinikafkaTemplateObservationConvention> convention) {
        MinikafkaTemplateBuilder builder = MinikafkaTemplate.builder(client)
                .producerOptions(options)
                .idleTimeout(properties.producer().idleTimeout())
                .defaultTopic(properties.producer().defaultTopic())
                .converters(converter.stream().toList())
                .observationConvention(convention.getIfAvailable());
        builder.jsonConverter(
                json.stream().map(JsonConverter::converter).findFirst().orElse(null));
        observations.ifAvailable(builder::observationRegistry);
        return builder.build();
    }

    /** With the application's mapper, so that its JSON looks the same everywhere. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    static class JsonConfiguration {
        @Bean
        JsonConverter minikafkaJsonConverter(ObjectProvider<JsonMapper> mapper) {
            JsonMapper own = mapper.getIfAvailable();
            return new JsonConverter(
                    own == null ? new JacksonJsonMessageConverter() : new JacksonJsonMessageConverter(own));
        }
    }

    /** Not a bean of the converter's type: that would be in the way of the application's and other libraries' own. */
    record JsonConverter(MessageConverter converter) {}
}

package io.minikafka.client.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * On a configuration class: methods with {@link MinikafkaListener} are called. Needs a bean that is a
 * {@code MessagingClient}; Spring Boot's auto-configuration has both. If there are beans of these types they are used:
 * {@link ListenerDefaults}, {@link ListenerErrorHandler}, {@link MinikafkaListenerObservationConvention},
 * {@code ObservationRegistry}, {@code MeterRegistry}, {@code Validator}, Jackson's {@code JsonMapper}, and a
 * {@code MessageConverter} of the name {@value MinikafkaListenerConfiguration#CONVERTER}, which is asked before the
 * standard ones.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(MinikafkaListenerConfiguration.class)
public @interface EnableMinikafkaListeners {}

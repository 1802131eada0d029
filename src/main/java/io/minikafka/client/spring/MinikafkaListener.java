package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupStart;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.MessageMappingReflectiveProcessor;

/**
 * Calls the method, of a Spring bean, with the messages of topics, as a member of a consumer group. Also for annotations
 * of one's own, and repeatable: each is a container of its own.
 *
 * <p>The method returns nothing and takes one of {@link ConsumedMessage}, {@code byte[]} and {@code String} (UTF-8), which
 * are the fastest, or any type that a {@code MessageConverter} makes of the value, by default from JSON. In place of these
 * or besides, it may have parameters with {@code @Payload}, {@code @Header} ({@link MinikafkaHeaders} has names) and
 * {@code @Headers}, a {@code Message<?>}, and with {@link AckMode#MANUAL} an {@link Acknowledgment}. With
 * {@link #batch()} it takes a {@code List} of any of them, and nothing else but the {@code Acknowledgment}.
 *
 * <p>Texts may have {@code ${placeholders}} and {@code #{expressions}}. An empty one stands for what
 * {@link ListenerDefaults} has.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(MessageMappingReflectiveProcessor.class)
@Repeatable(MinikafkaListeners.class)
public @interface MinikafkaListener {
    /** The topics; a text may have several, with commas between them, and an expression may be a collection. */
    @AliasFor("topics")
    String[] value() default {};

    /** The topics; a text may have several, with commas between them, and an expression may be a collection. */
    @AliasFor("value")
    String[] topics() default {};

    /** The consumer group. */
    String group() default "";

    /**
     * By which the {@link MinikafkaListenerRegistry} finds the container, and logs and metrics name it. Empty: the bean's
     * name, a dot and the method's, and a number from the second on.
     */
    String id() default "";

    /** How many members, each with a thread of its own; more than there are partitions are of no use. */
    String concurrency() default "";

    /** Whether the method takes a list of what a poll has returned. */
    boolean batch() default false;

    /** At most one. */
    AckMode[] ackMode() default {};

    /** {@code earliest} or {@code latest}, see {@link GroupStart}. */
    String startAt() default "";

    /** {@code true} or {@code false}: whether it starts with the application context. */
    String autoStartup() default "";

    /** Such as {@code 30s} or {@code PT30S}. A member that is silent for longer loses its partitions. */
    String maxPollInterval() default "";

    /** Bound on a poll, and so on a batch. */
    String maxPollMessages() default "";

    /** What becomes of messages that fail for good; at most one. */
    AfterRetries[] afterRetries() default {};

    /** Where dead letters go, instead of the topic's name with a suffix. Implies {@link AfterRetries#DEAD_LETTER}. */
    String deadLetterTopic() default "";

    /** Name of a bean, a {@link ListenerErrorHandler}, which decides instead of retries and {@link #afterRetries()}. */
    String errorHandler() default "";

    /** Name of the {@code MessagingClient} bean. Empty: the only one, or the primary. */
    String client() default "";
}

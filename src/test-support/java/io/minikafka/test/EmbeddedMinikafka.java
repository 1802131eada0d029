package io.minikafka.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a minikafka server on free loopback ports, and its methods parameters of the types
 * {@link EmbeddedMinikafkaServer} and {@link TestClock}.
 *
 * <p>In a test of Spring's ({@code @SpringBootTest}, {@code @SpringJUnitConfig}) the server belongs to the application
 * context: it is there before the context starts, its addresses are in the environment, it is a bean, and it goes when the
 * context does. Classes whose contexts are equal and whose annotations are equal share a context from Spring's cache, and
 * so a server. Otherwise the server belongs to the class that has the annotation, {@code @Nested} classes included.
 *
 * <p>What one test method leaves in the server the next one finds. {@link EmbeddedMinikafkaServer#reset()} empties it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(EmbeddedMinikafkaExtension.class)
public @interface EmbeddedMinikafka {
    /** Topics that are there when the test begins. Others are created by the first message, as everywhere. */
    String[] topics() default {};

    /** Of every topic that is created without settings of its own. */
    int partitions() default 1;

    /** How long messages are kept, by the test's clock: {@code 300ms}, {@code 10m}, {@code 7d} or ISO-8601. */
    String retentionTime() default "7d";

    /** Whether there is a Redis door. It needs Jackson ({@code tools.jackson.core:jackson-databind}) on the class path. */
    boolean redis() default false;

    /**
     * The property that gets the server's address in the environment of Spring tests. With
     * {@code minikafka.client.transport=redis} it is the address of the Redis door. Besides, and whatever this says, there
     * are {@code minikafka.embedded.target} and, with a Redis door, {@code minikafka.embedded.redis}.
     */
    String property() default "minikafka.client.target";
}

/**
 * A server inside a test's JVM: {@link io.minikafka.test.EmbeddedMinikafka} for tests of JUnit, with Spring's test support
 * and without, and {@link io.minikafka.test.EmbeddedMinikafkaServer} for everything else. It is made of the service's own
 * parts over a store in memory; only the time is the test's.
 */
@NullMarked
package io.minikafka.test;

import org.jspecify.annotations.NullMarked;

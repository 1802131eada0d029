/**
 * A client library that hides gRPC: {@link io.minikafka.client.MinikafkaClient} opens producers, consumers and
 * subscriptions and administers topics. Needs the JDK, gRPC and the generated {@code minikafka.v1} classes, nothing else.
 *
 * <p>Every failure is a {@link io.minikafka.client.MinikafkaException} with a
 * {@link io.minikafka.client.MinikafkaException.Kind}. Byte arrays handed in are copied before a method returns, byte
 * arrays handed out belong to the receiver.
 */
@NullMarked
package io.minikafka.client;

import org.jspecify.annotations.NullMarked;

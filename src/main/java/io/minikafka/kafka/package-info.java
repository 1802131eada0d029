/**
 * The broker over an Apache Kafka cluster, and the only package that knows Kafka. It keeps nothing itself, so that any
 * number of servers may stand before one cluster. Below the server: no Spring, plain constructors.
 */
@NullMarked
package io.minikafka.kafka;

import org.jspecify.annotations.NullMarked;

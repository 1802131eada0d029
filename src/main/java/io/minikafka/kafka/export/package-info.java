/**
 * The way from a minikafka to an Apache Kafka cluster: copies topics and the positions of consumer groups, goes on after
 * an interruption, and compares both sides at the end. How it does so, and why it is right after a kill, is in {@code
 * docs/graduation.md}. No Spring, plain constructors.
 */
@NullMarked
package io.minikafka.kafka.export;

import org.jspecify.annotations.NullMarked;

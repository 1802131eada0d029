/**
 * The contract of a message store: topics of partitions of messages, appended at one end, leaving by retention at the
 * other. Values and errors that every backend shares. Needs nothing but the JDK.
 */
@NullMarked
package io.minikafka.store;

import org.jspecify.annotations.NullMarked;

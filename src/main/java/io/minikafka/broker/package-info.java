/**
 * The one port that doors talk to: topics, append, read, waiting. {@link io.minikafka.broker.LocalBroker} implements it
 * over a {@link io.minikafka.store.MessageStore} of this process. No door needs to know what is behind it.
 */
@NullMarked
package io.minikafka.broker;

import org.jspecify.annotations.NullMarked;

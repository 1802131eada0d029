package io.minikafka.resp;

import io.minikafka.store.Bytes;
import io.minikafka.store.TopicName;
import org.jspecify.annotations.Nullable;

/** Where a message is to go; a key is a slice of what was received. */
record ProduceTarget(TopicName topic, @Nullable Bytes key) {}

package io.minikafka.client.redis;

/** A message as {@code BLPOP} answers with it. */
@SuppressWarnings("ArrayRecordComponent") // Handed on; nobody compares them.
record Popped(String topic, int partition, long offset, byte[] value) {}

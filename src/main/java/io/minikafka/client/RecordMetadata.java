package io.minikafka.client;

/** Where a message was stored: readers find it at this offset of this partition. */
public record RecordMetadata(String topic, int partition, long offset) {}

package io.minikafka.store;

/**
 * Where appended messages went: {@code firstOffset} to {@code firstOffset + count - 1}, in the order given.
 *
 * @param durability what the acknowledgement stands for
 */
public record AppendResult(long firstOffset, int count, Durability durability) {}

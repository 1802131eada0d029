package io.minikafka.store;

import java.util.List;

/**
 * What one read returned.
 *
 * @param messages oldest first, without gaps, except after damage, which the store skipped nothing of silently: a read
 *     ends before a damaged range, and one that starts in it fails with {@link DataLossException}
 * @param nextOffset where the next read goes on: the last returned offset + 1, or where this one started
 * @param logStartOffset the first retained offset at the time of the read
 * @param logEndOffset the next offset to become readable at the time of the read
 * @param skipped how many messages between the asked offset and the log start offset had left by retention
 */
public record ReadResult(
        List<StoredMessage> messages, long nextOffset, long logStartOffset, long logEndOffset, long skipped) {}

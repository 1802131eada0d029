package io.minikafka.store.segment;

/**
 * What is known of a segment's contents, from its index file or from a walk over it.
 *
 * @param endOffset the offset after the last message's; the base offset when there is none
 * @param size of the head and all frames up to the last whole one
 * @param firstTimestamp the first message's; meaningless when there is none
 * @param lastTimestamp the last message's
 */
record ScannedSegment(
        long baseOffset, long endOffset, long size, long firstTimestamp, long lastTimestamp, SparseIndex index) {

    static ScannedSegment empty(long baseOffset, long lastTimestamp) {
        return new ScannedSegment(
                baseOffset, baseOffset, SegmentFormat.HEAD_BYTES, lastTimestamp, lastTimestamp, new SparseIndex());
    }
}

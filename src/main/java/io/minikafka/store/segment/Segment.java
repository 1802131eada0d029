package io.minikafka.store.segment;

import io.minikafka.store.file.StoreFile;
import java.io.IOException;

/** A run of a partition's messages in one file. Safe for reading by many threads. */
sealed interface Segment permits ActiveSegment, SealedSegment {
    /** The offset that the first message has, or will get. */
    long baseOffset();

    /** The number that frame checksums are combined with. */
    int salt();

    /** The offset after the last message's; messages of the active segment may not be readable yet. */
    long endOffset();

    /** Bytes of whole frames and the head; what lies beyond is no concern of readers. */
    long size();

    /** The last message's append time; what it was before this segment when it holds none. */
    long lastTimestamp();

    SparseIndex index() throws IOException;

    /** The open file. It may be closed by the time it is used, after retention or a pause: then ask again. */
    StoreFile file() throws IOException;
}

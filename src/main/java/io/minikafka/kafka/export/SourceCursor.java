package io.minikafka.kafka.export;

import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Reads a range of a partition of the source, one message after the other, passing over what is missing. For one thread. */
final class SourceCursor implements AutoCloseable {
    private final TopicPartition partition;
    private final SourceReader reader;
    private final long end;
    private long next;
    private Iterator<StoredMessage> fetched = Collections.emptyIterator();

    /** @param end exclusive */
    SourceCursor(ExportSource source, TopicPartition partition, long start, long end) {
        this.partition = partition;
        this.reader = source.reader(partition);
        this.next = start;
        this.end = end;
    }

    /** The next message; null at the end. */
    @Nullable
    StoredMessage next() {
        while (!fetched.hasNext()) {
            if (next >= end) {
                return null;
            }
            SourceRead read = reader.read(next);
            if (read.nextOffset() <= next) {
                throw new ExportException(
                        "Reading " + partition + " at offset " + next + " returned nothing, though it ends at " + end);
            }
            fetched = read.messages().iterator();
            next = read.nextOffset();
        }
        StoredMessage message = fetched.next();
        return message.offset() < end ? message : null;
    }

    @Override
    public void close() {
        reader.close();
    }
}

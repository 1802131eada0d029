package io.minikafka.store.file;

import java.io.Closeable;
import java.io.IOException;

/** A directory that can be synced, also when no file can be opened any more. To be closed. */
public interface OpenDirectory extends Closeable {
    /** Makes the directory's entries durable: new, renamed and deleted ones. */
    void sync() throws IOException;
}

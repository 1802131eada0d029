package io.minikafka.kafka.export;

/** Reads one partition of the source. For one thread. */
interface SourceReader extends AutoCloseable {
    /**
     * Reads from an offset on: some messages, a few MiB of them at most, but at least one when there is one. Without any,
     * the next offset says what was passed over.
     *
     * @param offset retained, gone by retention, or the log end offset
     * @throws ExportException when the source cannot be read
     */
    SourceRead read(long offset);

    @Override
    void close();
}

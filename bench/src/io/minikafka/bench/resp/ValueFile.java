package io.minikafka.bench.resp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where a bare server puts values; several threads may write, each a buffer at a time. */
interface ValueFile {
    /** Begun anew at this size, so that runs of any length fit the disk. */
    long GREATEST_BYTES = 1L << 30;

    void write(ByteBuffer records) throws IOException;

    /** A file of this name, which may exist. */
    static ValueFile at(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        return records -> {
            if (channel.position() > GREATEST_BYTES) {
                channel.truncate(0);
            }
            while (records.hasRemaining()) {
                channel.write(records);
            }
        };
    }

    static ValueFile none() {
        return records -> {};
    }
}

package io.minikafka.bench.resp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The values of one read of a connection, each with its length and CRC-32C, on their way to a file. One thread's. */
final class ValueRecords {
    private static final int HEADER_BYTES = 8;

    private final ValueFile file;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer records = ByteBuffer.allocateDirect(256 << 10);

    ValueRecords(ValueFile file) {
        this.file = file;
    }

    void add(byte[] array, int start, int length) {
        if (records.remaining() < HEADER_BYTES + length) {
            ByteBuffer larger = ByteBuffer.allocateDirect(2 * records.capacity() + HEADER_BYTES + length);
            records = larger.put(records.flip());
        }
        crc.reset();
        crc.update(array, start, length);
        records.putInt(length).putInt((int) crc.getValue()).put(array, start, length);
    }

    void flush() throws IOException {
        if (records.position() > 0) {
            file.write(records.flip());
            records.clear();
        }
    }
}

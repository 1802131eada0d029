package io.minikafka.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Fields in protobuf's wire format. As proto3 wants it, zeros and empty texts are left out. */
final class Wire {
    /** The most that {@link #sizeOfNumber} answers for the fields 1 to 15. */
    static final int MOST_BYTES_OF_NUMBER = CodedOutputStream.computeInt64Size(1, -1);

    private Wire() {}

    static int sizeOfNumber(int field, long number) {
        return number == 0 ? 0 : CodedOutputStream.computeInt64Size(field, number);
    }

    static void writeNumber(CodedOutputStream out, int field, long number) throws IOException {
        if (number != 0) {
            out.writeInt64(field, number);
        }
    }

    static int sizeOfString(int field, String text) {
        return text.isEmpty() ? 0 : CodedOutputStream.computeStringSize(field, text);
    }

    static void writeString(CodedOutputStream out, int field, String text) throws IOException {
        if (!text.isEmpty()) {
            out.writeString(field, text);
        }
    }

    /** Tag, length, and what has that length. */
    static int sizeOfLengthDelimited(int field, int length) {
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
    }

    /** What comes before so many bytes. */
    static void writeLength(CodedOutputStream out, int field, int length) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(length);
    }
}

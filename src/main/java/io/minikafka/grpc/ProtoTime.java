package io.minikafka.grpc;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Protobuf's well-known times and ours. */
final class ProtoTime {
    private static final int MAX_NANOS = 999_999_999;

    private ProtoTime() {}

    static Timestamp ofEpochMilli(long millis) {
        return of(Instant.ofEpochMilli(millis));
    }

    static Timestamp of(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static com.google.protobuf.Duration of(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    /** The first full millisecond at or after the time, since the epoch. */
    static long toEpochMilli(Timestamp timestamp) {
        try {
            checkNanos(timestamp.getNanos(), 0);
            return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos())
                    .plusNanos(MAX_NANOS % 1_000_000)
                    .toEpochMilli();
        } catch (ArithmeticException | DateTimeException e) {
            throw GrpcFailures.invalidArgument("The timestamp is " + timestamp.getSeconds() + " s and "
                    + timestamp.getNanos() + " ns; accepted is what google.protobuf.Timestamp allows");
        }
    }

    static Duration toDuration(com.google.protobuf.Duration duration) {
        try {
            checkNanos(duration.getNanos(), -MAX_NANOS);
            return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
        } catch (ArithmeticException e) {
            throw GrpcFailures.invalidArgument("The duration is " + duration.getSeconds() + " s and "
                    + duration.getNanos() + " ns; accepted is what google.protobuf.Duration allows");
        }
    }

    private static void checkNanos(int nanos, int least) {
        if (nanos < least || nanos > MAX_NANOS) {
            throw new ArithmeticException("nanos");
        }
    }
}

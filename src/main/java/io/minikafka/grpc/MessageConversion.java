package io.minikafka.grpc;

import io.minikafka.broker.ProduceResult;
import io.minikafka.broker.Start;
import io.minikafka.v1.AppendedRun;
import io.minikafka.v1.Durability;

/** Values of {@code minikafka.v1} and ours. */
final class MessageConversion {
    private MessageConversion() {}

    static Start toStart(io.minikafka.v1.Start start) {
        return switch (start.getPositionCase()) {
            case OFFSET -> new Start.AtOffset(start.getOffset());
            case TIMESTAMP -> new Start.AtTimestamp(ProtoTime.toEpochMilli(start.getTimestamp()));
            case EARLIEST, POSITION_NOT_SET -> new Start.Earliest();
            case LATEST -> new Start.Latest();
        };
    }

    static Durability of(io.minikafka.store.Durability durability) {
        return switch (durability) {
            case MEMORY -> Durability.DURABILITY_MEMORY;
            case OS -> Durability.DURABILITY_OS;
            case FSYNC -> Durability.DURABILITY_FSYNC;
            case CLUSTER -> Durability.DURABILITY_CLUSTER;
        };
    }

    static AppendedRun of(ProduceResult.Run run) {
        return AppendedRun.newBuilder()
                .setPartition(run.partition())
                .setFirstOffset(run.firstOffset())
                .setCount(run.count())
                .build();
    }
}

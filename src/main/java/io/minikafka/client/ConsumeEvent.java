package io.minikafka.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.minikafka.v1.ConsumeResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a group's member is told by the server. */
sealed interface ConsumeEvent {
    /** The partitions it reads from now on, all of them. */
    record Assigned(Set<PartitionId> partitions) implements ConsumeEvent {}

    /**
     * Messages of one partition, oldest first, at least one.
     *
     * @param bytes encoded
     * @param skipped how many before them had left by retention
     */
    record Delivered(PartitionId partition, List<ConsumedMessage> messages, int bytes, long skipped)
            implements ConsumeEvent {}

    /** @param refusals why, by partition */
    record Acknowledged(Map<PartitionId, String> refusals) implements ConsumeEvent {}

    record Damaged(PartitionId partition, long nextOffset, String description) implements ConsumeEvent {}

    /** Of a later version of the protocol, or with nothing in it. */
    record Unknown() implements ConsumeEvent {}

    /** Decodes {@code ConsumeResponse}: messages as {@link ResponseDecoder} says, the rest by the generated classes. */
    final class Decoder extends ResponseDecoder<ConsumeEvent> {
        // A hint: it does not matter which thread's last value another thread sees.
        private int lastCount;

        @Override
        ConsumeEvent decode(CodedInputStream in) throws IOException {
            ConsumeEvent event = new Unknown();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case ConsumeResponse.MESSAGES_FIELD_NUMBER -> event = delivered(in);
                    case ConsumeResponse.ASSIGNED_FIELD_NUMBER ->
                        event = assigned(ConsumeResponse.Assigned.parseFrom(in.readBytes()));
                    case ConsumeResponse.ACKNOWLEDGED_FIELD_NUMBER -> event = acknowledged(in.readBytes());
                    case ConsumeResponse.DAMAGED_FIELD_NUMBER ->
                        event = damaged(ConsumeResponse.Damaged.parseFrom(in.readBytes()));
                    default -> in.skipField(tag);
                }
            }
            return event;
        }

        private ConsumeEvent delivered(CodedInputStream in) throws IOException {
            int bytes = in.readRawVarint32();
            int end = in.pushLimit(bytes);
            // One response is mostly like the one before it.
            List<ConsumedMessage> messages = new ArrayList<>(lastCount);
            String topic = "";
            int partition = 0;
            long skipped = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case ConsumeResponse.Messages.TOPIC_FIELD_NUMBER -> topic = in.readStringRequireUtf8();
                    case ConsumeResponse.Messages.PARTITION_FIELD_NUMBER -> partition = in.readInt32();
                    case ConsumeResponse.Messages.MESSAGES_FIELD_NUMBER -> messages.add(message(in, topic, partition));
                    case ConsumeResponse.Messages.SKIPPED_FIELD_NUMBER -> skipped = in.readInt64();
                    default -> in.skipField(tag);
                }
            }
            in.popLimit(end);
            lastCount = messages.size();
            if (messages.isEmpty()) {
                return new Unknown();
            }
            PartitionId source = new PartitionId(topic, partition);
            if (!PartitionId.of(messages.get(0)).equals(source)) {
                // Fields may come in any order, though no server is known that sends these last.
                messages.replaceAll(message -> withSource(message, source));
            }
            return new Delivered(source, messages, bytes, skipped);
        }

        private static ConsumedMessage withSource(ConsumedMessage message, PartitionId source) {
            return new ConsumedMessage(
                    source.topic(),
                    source.partition(),
                    message.offset(),
                    message.timestamp(),
                    message.key(),
                    message.value(),
                    message.headers());
        }

        private static ConsumeEvent assigned(ConsumeResponse.Assigned response) {
            Set<PartitionId> partitions = new HashSet<>();
            response.getPartitionsList()
                    .forEach(partition ->
                            partitions.add(new PartitionId(partition.getTopic(), partition.getPartition())));
            return new Assigned(partitions);
        }

        private static ConsumeEvent acknowledged(ByteString bytes) throws IOException {
            if (bytes.isEmpty()) {
                return new Acknowledged(Map.of());
            }
            Map<PartitionId, String> refusals = new HashMap<>();
            ConsumeResponse.Acknowledged.parseFrom(bytes)
                    .getRefusalsList()
                    .forEach(refusal -> refusals.put(
                            new PartitionId(refusal.getTopic(), refusal.getPartition()), refusal.getReason()));
            return new Acknowledged(refusals);
        }

        private static ConsumeEvent damaged(ConsumeResponse.Damaged response) {
            return new Damaged(
                    new PartitionId(response.getTopic(), response.getPartition()),
                    response.getNextOffset(),
                    response.getDescription());
        }
    }
}

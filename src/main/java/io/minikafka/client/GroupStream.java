package io.minikafka.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.minikafka.v1.Acknowledgement;
import io.minikafka.v1.ConsumeRequest;
import io.minikafka.v1.ConsumeRequest.Acknowledge;
import io.minikafka.v1.ConsumeRequest.Credit;
import io.minikafka.v1.ConsumeRequest.Join;
import io.minikafka.v1.ConsumerServiceGrpc;
import io.minikafka.v1.StartAt;
import java.time.Duration;
import java.util.Map;

/** One call of Consume. Its methods are for one thread at a time; its owner is called by one at a time. */
final class GroupStream {
    private static final MethodDescriptor<ConsumeRequest, ConsumeEvent> CONSUME =
            ConsumerServiceGrpc.getConsumeMethod().toBuilder(
                            ConsumerServiceGrpc.getConsumeMethod().getRequestMarshaller(), new ConsumeEvent.Decoder())
                    .build();

    private final ClientCall<ConsumeRequest, ConsumeEvent> call;

    /** What becomes of the stream. */
    interface Owner {
        void received(ConsumeEvent event);

        /** Nothing follows. */
        void ended(MinikafkaException failure);
    }

    GroupStream(ManagedChannel channel, GroupSubscription subscription, Owner owner) {
        call = channel.newCall(CONSUME, CallOptions.DEFAULT);
        call.start(new Events(owner), new Metadata());
        // Credit bounds messages; acknowledgements are no more than were sent.
        call.request(Integer.MAX_VALUE);
        call.sendMessage(ConsumeRequest.newBuilder().setJoin(join(subscription)).build());
    }

    private static Join join(GroupSubscription subscription) {
        Duration interval = subscription.maxPollInterval();
        String member = subscription.member();
        return Join.newBuilder()
                .setGroup(subscription.group())
                .setMember(member == null ? "" : member)
                .addAllTopics(subscription.topics())
                .setStartAt(
                        switch (subscription.startAt()) {
                            case EARLIEST -> StartAt.START_AT_EARLIEST;
                            case LATEST -> StartAt.START_AT_LATEST;
                        })
                .setMaxPollInterval(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(interval.getSeconds())
                        .setNanos(interval.getNano()))
                .build();
    }

    void grant(int messages) {
        call.sendMessage(ConsumeRequest.newBuilder()
                .setCredit(Credit.newBuilder().setMessages(messages))
                .build());
    }

    /** @param offsets by partition */
    void acknowledge(Map<PartitionId, Long> offsets) {
        Acknowledge.Builder request = Acknowledge.newBuilder();
        offsets.forEach((partition, offset) -> request.addAcknowledgements(Acknowledgement.newBuilder()
                .setTopic(partition.topic())
                .setPartition(partition.partition())
                .setOffset(offset)));
        call.sendMessage(ConsumeRequest.newBuilder().setAcknowledge(request).build());
    }

    /** Nothing more will be sent; the server answers what is outstanding, and ends the stream. */
    void finish() {
        call.halfClose();
    }

    /** Ends it as it is. */
    void cancel(String reason) {
        call.cancel(reason, null);
    }

    private static final class Events extends ClientCall.Listener<ConsumeEvent> {
        private final Owner owner;

        Events(Owner owner) {
            this.owner = owner;
        }

        @Override
        public void onMessage(ConsumeEvent event) {
            owner.received(event);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            owner.ended(MinikafkaException.ofEnd(status, status.asRuntimeException(trailers)));
        }
    }
}

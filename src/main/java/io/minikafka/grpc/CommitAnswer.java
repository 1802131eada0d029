package io.minikafka.grpc;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.broker.GroupMember;
import io.minikafka.group.Acknowledgement;
import io.minikafka.store.TopicPartition;
import io.minikafka.v1.ConsumeRequest;
import io.minikafka.v1.ConsumeResponse;
import io.minikafka.v1.ConsumeResponse.Acknowledged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commits what a group consumer acknowledges, and says which partitions were refused. */
final class CommitAnswer {
    private static final int MOST_PARTITIONS = 10_000;
    private static final byte[] ALL_COMMITTED = encode(Acknowledged.getDefaultInstance());

    private CommitAnswer() {}

    /** One acknowledgement a partition. */
    static List<Acknowledgement> read(ConsumeRequest.Acknowledge request) {
        Map<TopicPartition, Acknowledgement> greatest = new LinkedHashMap<>();
        for (io.minikafka.v1.Acknowledgement named : request.getAcknowledgementsList()) {
            Acknowledgement acknowledgement =
                    new Acknowledgement(TopicPartition.of(named.getTopic(), named.getPartition()), named.getOffset());
            greatest.merge(
                    acknowledgement.partition(),
                    acknowledgement,
                    (one, other) -> one.offset() >= other.offset() ? one : other);
        }
        if (greatest.size() > MOST_PARTITIONS) {
            throw GrpcFailures.invalidArgument("The number of partitions acknowledged at once is " + greatest.size()
                    + "; accepted is up to " + MOST_PARTITIONS);
        }
        return List.copyOf(greatest.values());
    }

    /** The encoded response, once all commits are durable or refused. */
    static CompletableFuture<byte[]> of(GroupMember member, List<Acknowledgement> acknowledgements) {
        if (acknowledgements.isEmpty()) {
            return CompletableFuture.completedFuture(ALL_COMMITTED);
        }
        return member.acknowledge(acknowledgements)
                .handle((nothing, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(ALL_COMMITTED);
                    }
                    return refusal(failure) == null
                            ? CompletableFuture.<byte[]>failedFuture(failure)
                            : oneByOne(member, acknowledgements);
                })
                .thenCompose(Function.identity());
    }

    /** The port says that some were refused; acknowledging is idempotent, so doing it again tells which. */
    private static CompletableFuture<byte[]> oneByOne(GroupMember member, List<Acknowledgement> acknowledgements) {
        CompletableFuture<Acknowledged.Builder> answer = CompletableFuture.completedFuture(Acknowledged.newBuilder());
        for (Acknowledgement acknowledgement : acknowledgements) {
            CompletableFuture<Acknowledged.@Nullable Refusal> refused = member.acknowledge(List.of(acknowledgement))
                    .handle((nothing, failure) -> failure == null ? null : refusal(acknowledgement, failure));
            answer = answer.thenCombine(
                    refused, (sofar, refusal) -> refusal == null ? sofar : sofar.addRefusals(refusal));
        }
        return answer.thenApply(all -> encode(all.build()));
    }

    private static Acknowledged.Refusal refusal(Acknowledgement acknowledgement, Throwable failure) {
        BrokerException refusal = refusal(failure);
        if (refusal == null) {
            throw new CompletionException(failure);
        }
        return Acknowledged.Refusal.newBuilder()
                .setTopic(acknowledgement.partition().topic().value())
                .setPartition(acknowledgement.partition().partition())
                .setReason(refusal.getMessage())
                .build();
    }

    private static @Nullable BrokerException refusal(Throwable failure) {
        BrokerException refusal = BrokerException.in(failure);
        return refusal != null && refusal.code() == Code.FAILED_PRECONDITION ? refusal : null;
    }

    private static byte[] encode(Acknowledged acknowledged) {
        return ConsumeResponse.newBuilder()
                .setAcknowledged(acknowledged)
                .build()
                .toByteArray();
    }
}

package io.minikafka.grpc;

import io.minikafka.broker.DamagedMessagesException;
import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupMember;
import io.minikafka.store.StoredMessage;
import io.minikafka.store.TopicPartition;
import io.minikafka.v1.ConsumeResponse;
import io.minikafka.v1.ConsumeResponse.Damaged;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What a group consumer is sent: polls its member while there is credit, and cuts what comes into responses. Holds one
 * delivery at most. Not safe for use by several threads.
 */
final class CreditedDeliveries {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
    private static final int MOST_CREDIT = Integer.MAX_VALUE;

    private final GroupMember member;
    private final int maxMessages;
    private final int maxBytes;
    private final Runnable arrival;

    private int credit;
    private @Nullable CompletableFuture<Delivery> poll;

    /** What has been delivered and not sent yet. */
    private List<StoredMessage> rest = List.of();

    private @Nullable TopicPartition partition;
    private long skipped;

    /** @param arrival is called, on any thread, when {@link #next} may have what it had not */
    CreditedDeliveries(GroupMember member, int maxMessages, int maxBytes, Runnable arrival) {
        this.member = member;
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.arrival = arrival;
    }

    void grant(int messages) {
        if (messages < 1 || messages > MOST_CREDIT - credit) {
            throw GrpcFailures.invalidArgument("The credit granted is " + messages + " and " + credit
                    + " is left; accepted is 1 or more, together up to " + MOST_CREDIT);
        }
        credit += messages;
    }

    /**
     * The next response, encoded; null when there is none for now.
     *
     * @throws CompletionException when the poll failed
     */
    byte @Nullable [] next() {
        while (rest.isEmpty()) {
            CompletableFuture<Delivery> current = poll;
            if (current == null) {
                if (credit == 0) {
                    return null;
                }
                current = member.poll(new FetchLimits(Math.min(credit, maxMessages), maxBytes), FOREVER);
                poll = current;
                if (!current.isDone()) {
                    current.whenComplete((delivery, failure) -> arrival.run());
                }
            }
            if (!current.isDone()) {
                return null;
            }
            poll = null;
            try {
                accept(current.join());
            } catch (CompletionException e) {
                if (e.getCause() instanceof DamagedMessagesException damage) {
                    partition = null;
                    return encode(damage);
                }
                throw e;
            }
        }
        return encodeRest();
    }

    /** Whose messages {@link #next} has returned last; null for none yet, or news of damage. */
    @Nullable
    TopicPartition partition() {
        return partition;
    }

    /** Ends the wait for messages. */
    void stop() {
        if (poll != null) {
            poll.cancel(false);
        }
        rest = List.of();
    }

    private void accept(Delivery delivery) {
        partition = delivery.partition();
        rest = delivery.messages();
        skipped = delivery.skipped();
    }

    /** What has come may be more than fits, since a message's bytes on the wire differ from those stored. */
    private byte[] encodeRest() {
        EncodedDelivery response = EncodedDelivery.of(Objects.requireNonNull(partition), rest, skipped, maxBytes);
        rest = rest.subList(response.count(), rest.size());
        skipped = 0;
        credit -= response.count();
        return response.bytes();
    }

    private static byte[] encode(DamagedMessagesException damage) {
        return ConsumeResponse.newBuilder()
                .setDamaged(Damaged.newBuilder()
                        .setTopic(damage.partition().topic().value())
                        .setPartition(damage.partition().partition())
                        .setNextOffset(damage.nextReadable())
                        .setDescription(damage.getMessage()))
                .build()
                .toByteArray();
    }
}

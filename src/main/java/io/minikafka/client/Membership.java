package io.minikafka.client;

import io.grpc.ManagedChannel;
import io.minikafka.client.ConsumeEvent.Assigned;
import io.minikafka.client.ConsumeEvent.Damaged;
import io.minikafka.client.ConsumeEvent.Delivered;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One membership in a group, which lasts as long as its stream, and all that ends with it: what was fetched and not
 * polled, what was polled and not acknowledged. Not safe for use by several threads.
 */
final class Membership {
    private final GroupStream stream;
    private final Credit credit;
    private final Assignment assignment = new Assignment();
    private final Inbox inbox = new Inbox(assignment);
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private boolean joined;
    private boolean finished;

    Membership(ManagedChannel channel, GroupSubscription subscription, GroupStream.Owner owner) {
        credit = new Credit(subscription.prefetch());
        stream = new GroupStream(channel, subscription, owner);
        stream.grant(credit.grantAll());
    }

    /** Whether the server has let it in. */
    boolean isJoined() {
        return joined;
    }

    void assigned(Assigned news) {
        joined = true;
        assignment.assign(news.partitions());
        credit.taken(inbox.drop(partition -> !assignment.has(partition)));
    }

    void delivered(Delivered news) {
        int count = news.messages().size();
        credit.arrived(count, news.bytes());
        PartitionId partition = news.partition();
        if (!assignment.has(partition)) {
            // It has moved away, and whoever has it now is sent these, too.
            credit.taken(count);
        } else {
            long first = news.messages().get(0).offset();
            long last = news.messages().get(count - 1).offset();
            if (!assignment.received(partition, first, last)) {
                credit.taken(inbox.drop(partition::equals));
            }
            inbox.add(news);
        }
        // The first messages may tell that there is room for more. Not beyond what may wait, however: for that,
        // somebody
        // has to poll.
        grant(credit.grantLargely());
    }

    void damaged(Damaged news) {
        if (assignment.has(news.partition())) {
            inbox.add(news);
        }
    }

    boolean hasNews() {
        return !inbox.isEmpty();
    }

    /** @throws MinikafkaException when what comes next is damaged; it is passed over */
    List<ConsumedMessage> take(int max) {
        MinikafkaException damage = inbox.takeDamage();
        if (damage != null) {
            throw damage;
        }
        List<ConsumedMessage> messages = inbox.take(max);
        credit.taken(messages.size());
        grant(credit.grantLargely());
        return messages;
    }

    /** How many messages were passed over by what was taken since this was asked last. */
    long takeSkipped() {
        return inbox.takeSkipped();
    }

    /** Grants what there is, so that the server sees a member that goes on, however slowly. */
    void showLife() {
        grant(credit.grantAll());
    }

    private void grant(int messages) {
        if (messages > 0 && !finished) {
            stream.grant(messages);
        }
    }

    CompletableFuture<Void> acknowledge(Collection<ConsumedMessage> messages) {
        Map<PartitionId, Long> offsets = new HashMap<>();
        for (ConsumedMessage message : messages) {
            offsets.merge(PartitionId.of(message), message.offset(), Math::max);
        }
        MinikafkaException refused = null;
        for (var each = offsets.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<PartitionId, Long> offset = each.next();
            MinikafkaException refusal = assignment.refusal(offset.getKey(), offset.getValue());
            if (refusal != null) {
                refused = refusal;
                each.remove();
            }
        }
        if (refused != null && offsets.isEmpty()) {
            return CompletableFuture.failedFuture(refused);
        }
        CompletableFuture<Void> answer = acknowledgements.add(offsets, refused);
        sendAcknowledgements();
        return answer;
    }

    /** Returns what completes futures, to be run without locks. */
    Runnable acknowledged(Map<PartitionId, String> refusals) {
        Runnable settled = acknowledgements.answered(refusals);
        sendAcknowledgements();
        return settled;
    }

    private void sendAcknowledgements() {
        if (!finished) {
            Map<PartitionId, Long> next = acknowledgements.next();
            if (next != null) {
                stream.acknowledge(next);
            }
        }
    }

    /** Sends what is left to acknowledge; the stream ends when all is answered. */
    void finish() {
        for (@Nullable Map<PartitionId, Long> last = acknowledgements.last();
                last != null;
                last = acknowledgements.last()) {
            stream.acknowledge(last);
        }
        finished = true;
        stream.finish();
    }

    void cancel(String reason) {
        finished = true;
        stream.cancel(reason);
    }

    /** The stream has ended. Returns what completes futures, to be run without locks. */
    Runnable ended(MinikafkaException failure) {
        finished = true;
        return acknowledgements.fail(failure);
    }
}

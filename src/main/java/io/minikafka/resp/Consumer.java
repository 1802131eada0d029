package io.minikafka.resp;

import io.minikafka.broker.Delivery;
import io.minikafka.broker.FetchLimits;
import io.minikafka.broker.GroupMember;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A connection's membership in its group. Lives on the connection's event loop. */
final class Consumer {
    private static final FetchLimits ONE = new FetchLimits(1, 1 << 20);

    private final String id;
    private final GroupMember member;
    private final RespStatistics statistics;
    private @Nullable CompletableFuture<Delivery> polled;
    private @Nullable Request remembered;
    private Duration rememberedTimeout = Duration.ZERO;

    /** @param id the client's name, a bar, and the topics as it gave them */
    Consumer(String id, GroupMember member, RespStatistics statistics) {
        this.id = id;
        this.member = member;
        this.statistics = statistics;
    }

    String id() {
        return id;
    }

    GroupMember member() {
        return member;
    }

    /** Remembers a request that asked for this consumer's topics, and what timeout it gave. */
    void remember(Request request, Duration timeout) {
        remembered = request.compact();
        rememberedTimeout = timeout;
    }

    /** The timeout of a request that is the one remembered; null for any other. Clients repeat themselves. */
    @Nullable
    Duration timeoutOf(Request request) {
        Request same = remembered;
        if (same == null || same.size() != request.size()) {
            return null;
        }
        for (int i = 1; i < request.size(); i++) {
            if (!request.argument(i).equals(same.argument(i))) {
                return null;
            }
        }
        return rememberedTimeout;
    }

    /** Asks for the next message; one at a time. */
    CompletableFuture<Delivery> poll(Duration timeout) {
        CompletableFuture<Delivery> next = Asked.of(() -> member.poll(ONE, timeout));
        polled = next;
        return next;
    }

    /** What the client is told of a poll's end. Any thread may call. */
    Reply replyTo(@Nullable Delivery delivery, @Nullable Throwable failure) {
        if (failure != null) {
            String text = RespFailures.CONS.text(failure);
            return out -> out.error(text);
        }
        return replyTo(Objects.requireNonNull(delivery));
    }

    /** What the client is told of a delivery. Any thread may call. */
    Reply replyTo(Delivery delivery) {
        if (delivery.skipped() > 0) {
            statistics.messagesSkipped.add(delivery.skipped());
        }
        if (delivery.isEmpty()) {
            return ReplyWriter::nullArray;
        }
        statistics.messagesDelivered.increment();
        return new MessageReply(
                Objects.requireNonNull(delivery.partition()),
                delivery.messages().get(0));
    }

    /** Ends a wait and gives the partitions to others. */
    void leave() {
        if (polled != null) {
            polled.cancel(false);
        }
        member.leave();
    }
}

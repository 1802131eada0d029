package io.minikafka.resp;

import io.minikafka.broker.Delivery;
import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.group.Acknowledgement;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.resp.Command.Flag;
import io.minikafka.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Consuming as a member of a group, as with rafka. */
final class ConsumerCommands {
    static final String BLPOP = "blpop";
    static final String RPUSH = "rpush";

    private final TimeoutUnit timeoutUnit;
    private final Map<String, String> defaults;
    private final RespStatistics statistics;

    ConsumerCommands(RespServerSettings settings, RespStatistics statistics) {
        this.timeoutUnit = settings.timeoutUnit();
        this.defaults = settings.consumerDefaults();
        this.statistics = statistics;
    }

    List<Command> all() {
        return List.of(
                Command.of(
                        BLPOP,
                        -1,
                        "consumer",
                        "Waits for the group's next message: BLPOP topics:<topic>[,<topic>...][:<settings>] [<timeout>]",
                        this::pop,
                        Flag.PIPELINED,
                        Flag.TELLS_FAILURES,
                        Flag.BLOCKING,
                        Flag.WRITE),
                Command.of(
                        RPUSH,
                        -1,
                        "consumer",
                        "Acknowledges messages: RPUSH acks <topic>:<partition>:<offset> [...]",
                        this::acknowledge,
                        Flag.PIPELINED,
                        Flag.TELLS_FAILURES,
                        Flag.WRITE,
                        Flag.FAST));
    }

    private void pop(RespConnection connection, Request request) {
        Consumer consumer = connection.session().consumer();
        Duration known = consumer == null ? null : consumer.timeoutOf(request);
        if (consumer != null && known != null) {
            poll(connection, consumer, known);
            return;
        }
        PopRequest pop = PopRequest.of(request);
        GroupIdentity identity = connection.session().identity();
        if (identity == null) {
            throw new CommandException("CONS Connection not ready. Identify yourself using `CLIENT SETNAME` first");
        }
        String id = identity + "|" + pop.topicsText();
        if (consumer != null && !consumer.id().equals(id)) {
            throw new CommandException("CONS Client '" + identity + "' has Consumer '" + consumer.id()
                    + "' registered (new consID: '" + id + "')");
        }
        Duration timeout = BlockingTimeout.of(pop.timeout(), timeoutUnit);
        if (consumer == null) {
            join(connection, identity, id, pop, timeout);
            return;
        }
        consumer.remember(request, timeout);
        poll(connection, consumer, timeout);
    }

    private static void poll(RespConnection connection, Consumer consumer, Duration timeout) {
        CompletableFuture<Delivery> polled = consumer.poll(timeout);
        if (polled.isDone() && !polled.isCompletedExceptionally()) {
            connection.reply(consumer.replyTo(polled.join()));
        } else {
            answer(connection.replies().await(new PendingReply(connection)), consumer, polled);
        }
    }

    private static void answer(PendingReply reply, Consumer consumer, CompletableFuture<Delivery> polled) {
        polled.whenComplete((delivery, failure) -> reply.complete(consumer.replyTo(delivery, failure)));
    }

    private void join(RespConnection connection, GroupIdentity identity, String id, PopRequest pop, Duration timeout) {
        GroupName group;
        MemberSpec spec;
        try {
            ConsumerSettings settings = ConsumerSettings.of(pop.settings(), defaults);
            group = GroupName.of(identity.group());
            spec = new MemberSpec(
                    identity.name(),
                    pop.topics(),
                    settings.startAt(),
                    settings.maxPollInterval(),
                    settings.commitInterval(),
                    settings.tuning());
        } catch (IllegalArgumentException | StoreException e) {
            throw new CommandException(
                    "CONS Failed to register Consumer '" + id + "' for Client '" + identity + "': " + e.getMessage());
        }
        CompletableFuture<GroupMember> joining =
                Asked.of(() -> connection.session().broker().joinGroup(group, spec, GroupListener.NONE));
        PendingReply reply = connection.replies().await(new PendingReply(connection));
        joining.whenComplete((member, failure) -> {
            boolean handled = connection.loop().execute(() -> joined(connection, id, reply, timeout, member, failure));
            if (!handled && member != null) {
                member.leave();
            }
        });
    }

    private void joined(
            RespConnection connection,
            String id,
            PendingReply reply,
            Duration timeout,
            @Nullable GroupMember member,
            @Nullable Throwable failure) {
        if (failure != null) {
            String text = RespFailures.CONS.text(failure);
            reply.complete(out -> out.error(text));
            return;
        }
        Consumer consumer = new Consumer(id, Objects.requireNonNull(member), statistics);
        if (connection.isClosed()) {
            consumer.leave();
            return;
        }
        connection.session().consumer(consumer);
        answer(reply, consumer, consumer.poll(timeout));
    }

    private void acknowledge(RespConnection connection, Request request) {
        if (request.size() < 2 || !request.is(1, "ACKS")) {
            throw new CommandException("CONS You can only RPUSH to the 'acks' key");
        }
        if (request.size() == 2) {
            throw new CommandException("CONS Cannot parse ack: ''");
        }
        List<Acknowledgement> acknowledgements = connection.session().acks().read(request);
        Consumer consumer = connection.session().consumer();
        if (consumer == null) {
            throw new CommandException("CONS No consumer registered for Client "
                    + connection.session().shownName());
        }
        PendingReply reply = connection.replies().expect(new PendingReply(connection));
        if (connection.batch() instanceof AckBatch open) {
            open.add(acknowledgements, reply);
        } else {
            AckBatch batch = new AckBatch(consumer, statistics);
            batch.add(acknowledgements, reply);
            connection.begin(batch);
        }
    }
}

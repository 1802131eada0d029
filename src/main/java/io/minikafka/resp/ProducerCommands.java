package io.minikafka.resp;

import io.minikafka.resp.Command.Flag;
import io.minikafka.store.Message;
import io.minikafka.store.StoreException;
import io.minikafka.store.StoreLimits;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Producing, as with rafka. */
final class ProducerCommands {
    static final String RPUSHX = "rpushx";

    private final StoreLimits limits;
    private final Acknowledge acknowledge;
    private final RespStatistics statistics;

    ProducerCommands(RespServerSettings settings, RespStatistics statistics) {
        this.limits = settings.limits();
        this.acknowledge = settings.acknowledge();
        this.statistics = statistics;
    }

    List<Command> all() {
        return List.of(
                Command.of(
                        RPUSHX,
                        -1,
                        "producer",
                        "Appends a message to a topic: RPUSHX topics:<topic>[:<key>] <value>",
                        this::produce,
                        Flag.PIPELINED,
                        Flag.TELLS_FAILURES,
                        Flag.WRITE,
                        Flag.FAST),
                Command.of(
                        "dump",
                        -1,
                        "producer",
                        "Waits until all messages of this connection are stored, and tells how many are not: "
                                + "DUMP <timeout in ms>",
                        this::dump,
                        Flag.TELLS_FAILURES,
                        Flag.READONLY));
    }

    private void produce(RespConnection connection, Request request) {
        if (request.size() != 3) {
            throw new CommandException("PROD RPUSHX accepts 2 arguments, got " + (request.size() - 1));
        }
        ProduceTarget target;
        Message message;
        try {
            target = connection.session().targets().read(request.argument(1));
            message = Message.of(target.key(), request.argument(2));
            limits.check(message);
        } catch (StoreException e) {
            statistics.deliveryErrors.increment();
            throw new CommandException(RespFailures.PROD.text(e));
        }
        if (connection.batch() instanceof ProduceBatch open && open.takes(target.topic())) {
            open.add(message);
            return;
        }
        ProduceBatch batch =
                new ProduceBatch(connection, connection.session().broker(), acknowledge, statistics, target.topic());
        batch.add(message);
        connection.begin(batch);
        connection.replies().expect(batch);
    }

    /** Executed when all earlier commands are answered, so that what is left are messages that were accepted. */
    private void dump(RespConnection connection, Request request) {
        Consumer consumer = connection.session().consumer();
        if (consumer == null && !connection.session().hasProduced()) {
            connection.reply(out -> out.integer(0));
            return;
        }
        if (request.size() != 2) {
            throw new CommandException("PROD DUMP accepts 1 argument, got " + (request.size() - 1));
        }
        long timeoutMillis = Numbers.integer(request.text(1), "PROD NaN");
        CompletableFuture<Void> committed = consumer == null
                ? CompletableFuture.completedFuture(null)
                : Asked.of(() -> consumer.member().flush());
        new DumpReply(connection, committed, timeoutMillis).begin();
    }
}

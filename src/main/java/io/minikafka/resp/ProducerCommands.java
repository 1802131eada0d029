package io.minikafka.resp;

import io.minikafka.broker.Broker;
import io.minikafka.resp.Command.Flag;
import io.minikafka.store.Message;
import io.minikafka.store.StoreException;
import io.minikafka.store.StoreLimits;
import java.util.List;

/** Producing, as with rafka. */
final class ProducerCommands {
    static final String RPUSHX = "rpushx";

    private final Broker broker;
    private final StoreLimits limits;
    private final RespStatistics statistics;

    ProducerCommands(Broker broker, StoreLimits limits, RespStatistics statistics) {
        this.broker = broker;
        this.limits = limits;
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
                        Flag.WRITE,
                        Flag.FAST),
                Command.of(
                        "dump",
                        -1,
                        "producer",
                        "Tells how many messages of this connection are not acknowledged: DUMP <timeout in ms>",
                        this::dump,
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
        ProduceBatch batch = new ProduceBatch(connection, broker, statistics, target.topic());
        batch.add(message);
        connection.begin(batch);
        connection.replies().expect(batch);
    }

    /** Executed when all earlier commands are answered, so there is nothing left to wait for. */
    private void dump(RespConnection connection, Request request) {
        if (!connection.session().hasProduced()) {
            connection.reply(out -> out.integer(0));
        } else if (request.size() != 2) {
            throw new CommandException("PROD DUMP accepts 1 argument, got " + (request.size() - 1));
        } else if (!isWholeNumber(request.text(1))) {
            throw new CommandException("PROD NaN");
        } else {
            connection.reply(out -> out.integer(connection.replies().unacknowledged()));
        }
    }

    private static boolean isWholeNumber(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}

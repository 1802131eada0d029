package io.minikafka.resp;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.Acknowledgement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledgements of one read, which go to the broker together. When it refuses them for one that is not the member's,
 * each command asks for itself, so that it gets its own reply: acknowledging twice does no harm.
 */
final class AckBatch implements Batch {
    private final Consumer consumer;
    private final RespStatistics statistics;
    private final List<Entry> entries = new ArrayList<>();

    /** What one command acknowledges, and where its reply goes. */
    private record Entry(List<Acknowledgement> acknowledgements, PendingReply reply) {}

    AckBatch(Consumer consumer, RespStatistics statistics) {
        this.consumer = consumer;
        this.statistics = statistics;
    }

    void add(List<Acknowledgement> acknowledgements, PendingReply reply) {
        entries.add(new Entry(acknowledgements, reply));
    }

    @Override
    public boolean goesOnWith(Command command) {
        return command.name().equals(ConsumerCommands.RPUSH) || command.name().equals(ConsumerCommands.BLPOP);
    }

    @Override
    public void submit() {
        if (entries.size() == 1) {
            submit(entries.get(0));
            return;
        }
        List<Acknowledgement> all = new ArrayList<>(entries.size());
        entries.forEach(entry -> all.addAll(entry.acknowledgements()));
        acknowledge(all).whenComplete((done, failure) -> {
            if (isRefusal(failure)) {
                entries.forEach(this::submit);
            } else {
                entries.forEach(entry -> answer(entry, failure));
            }
        });
    }

    private void submit(Entry entry) {
        acknowledge(entry.acknowledgements()).whenComplete((done, failure) -> answer(entry, failure));
    }

    private CompletableFuture<Void> acknowledge(List<Acknowledgement> acknowledgements) {
        return Asked.of(() -> consumer.member().acknowledge(acknowledgements));
    }

    private static boolean isRefusal(@Nullable Throwable failure) {
        BrokerException refusal = BrokerException.in(failure);
        return refusal != null && refusal.code() == Code.FAILED_PRECONDITION;
    }

    private void answer(Entry entry, @Nullable Throwable failure) {
        if (failure == null) {
            int count = entry.acknowledgements().size();
            statistics.messagesAcknowledged.add(count);
            entry.reply().complete(out -> out.integer(count));
        } else {
            String text = RespFailures.CONS.text(failure);
            entry.reply().complete(out -> out.error(text));
        }
    }
}

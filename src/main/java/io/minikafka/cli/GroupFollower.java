package io.minikafka.cli;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Prints what a member of a group is sent, and acknowledges what is printed, until told to stop. */
final class GroupFollower {
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final GroupConsumer member;
    private final LimitedOutput output;
    private boolean stopped;
    private long skipped;

    GroupFollower(Terminal terminal, GroupConsumer member, LimitedOutput output) {
        this.terminal = terminal;
        this.member = member;
        this.output = output;
    }

    /**
     * Returns when it is told to stop, or enough is printed.
     *
     * @param patience how long the service may be away before it was first there
     * @throws MinikafkaException what the service refuses
     */
    void run(Duration patience) throws IOException {
        boolean met = false;
        boolean away = false;
        while (true) {
            try {
                // A poll that is too short to find that the service is away returns as if it were there.
                List<ConsumedMessage> messages = member.poll(met ? WAIT : patience);
                met = true;
                away = false;
                tellSkipped();
                if (!messages.isEmpty() && !print(messages)) {
                    return;
                }
            } catch (MinikafkaException failure) {
                if (failure.kind() == Kind.CLOSED && isStopped()) {
                    return;
                }
                switch (failure.kind()) {
                    case DATA_LOSS -> terminal.note("minikafka: " + failure.getMessage());
                    case UNAVAILABLE -> {
                        if (!met) {
                            throw failure;
                        }
                        if (!away) {
                            terminal.note("minikafka: connection lost, trying to get it back: " + failure.getMessage());
                        }
                        away = true;
                    }
                    default -> throw failure;
                }
            }
        }
    }

    /** Leaves the group; what is being printed is printed and acknowledged first. */
    synchronized void stop() {
        stopped = true;
        member.close();
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Returns whether more is wanted. */
    private synchronized boolean print(List<ConsumedMessage> messages) throws IOException {
        if (stopped) {
            return false;
        }
        long before = output.printed();
        boolean more = output.print(messages);
        int printed = (int) (output.printed() - before);
        member.acknowledge(messages.subList(0, printed)).exceptionally(failure -> {
            terminal.note("minikafka: what was printed last may be printed again, by whoever reads for the group: "
                    + failure.getMessage());
            return null;
        });
        return more;
    }

    private void tellSkipped() {
        long now = member.skipped();
        if (now > skipped) {
            terminal.note(ConsumeCommand.skippedText(now - skipped));
            skipped = now;
        }
    }
}

package io.minikafka.client.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages that were sent together, and the commands that carry them. */
final class Flight {
    private final List<Outgoing> messages;
    private final List<Append> commands;
    private final long bytes;
    private final long since = System.nanoTime();
    private final AtomicInteger open;
    private final Owner owner;
    private int reviewed;

    /** Is told of what becomes of flights, on Lettuce's threads or within {@link Link#dispatch}. */
    interface Owner {
        /** The server refused a message; its answer has yet to be reviewed. */
        void refused(String text);

        /** All its commands have ended. */
        void ended(Flight flight);
    }

    Flight(List<Outgoing> messages, long bytes, Owner owner) {
        this.messages = messages;
        this.bytes = bytes;
        this.owner = owner;
        this.open = new AtomicInteger(messages.size());
        this.commands = new ArrayList<>(messages.size());
        for (Outgoing message : messages) {
            commands.add(new Append(this, message));
        }
    }

    List<Append> commands() {
        return commands;
    }

    long bytes() {
        return bytes;
    }

    /** When it was made, in {@link System#nanoTime()}. */
    long since() {
        return since;
    }

    void refused(String text) {
        owner.refused(text);
    }

    void ended() {
        if (open.decrementAndGet() == 0) {
            owner.ended(this);
        }
    }

    boolean isEnded() {
        return open.get() == 0;
    }

    // What follows is guarded by the pipeline's lock.

    /** Whether each message's answer was taken. */
    boolean isReviewed() {
        return reviewed == messages.size();
    }

    /** The message whose answer is to be taken next. */
    Outgoing message() {
        return messages.get(reviewed);
    }

    /** The command of {@link #message()}. */
    Append command() {
        return commands.get(reviewed);
    }

    void next() {
        reviewed++;
    }

    /** The messages whose answers were not taken. */
    List<Outgoing> rest() {
        return messages.subList(reviewed, messages.size());
    }
}

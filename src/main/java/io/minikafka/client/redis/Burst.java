package io.minikafka.client.redis;

import io.lettuce.core.protocol.CommandArgs;
import io.minikafka.client.MinikafkaException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several {@code BLPOP} sent together, of which only the first waits, and what has come of them. Answers come on one thread
 * of Lettuce's and are told on in portions: when the first finds nothing, and when all are there.
 */
final class Burst {
    private final int length;
    private final List<Pop> commands;
    private final Owner owner;
    private List<Popped> portion = new ArrayList<>();
    private int answered;
    private int received;
    private long largest;

    /** Is told, on a thread of Lettuce's or within {@link Link#dispatch}. */
    interface Owner {
        /**
         * Messages have come, perhaps none.
         *
         * @param failure of the last command that was answered; null for none
         */
        void received(Burst burst, List<Popped> messages, @Nullable MinikafkaException failure);
    }

    /**
     * Makes the commands.
     *
     * @param first arguments of the first
     * @param others arguments of the others
     */
    Burst(int length, CommandArgs<byte[], byte[]> first, CommandArgs<byte[], byte[]> others, Owner owner) {
        this.length = length;
        this.owner = owner;
        this.commands = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            commands.add(new Pop(this, i == 0 ? first : others));
        }
    }

    List<Pop> commands() {
        return commands;
    }

    int length() {
        return length;
    }

    /** A command has brought a message, or nothing. */
    void answered(@Nullable Popped message) {
        boolean tells;
        synchronized (this) {
            answered++;
            if (message != null) {
                received++;
                largest = Math.max(largest, message.value().length);
                portion.add(message);
            }
            tells = message == null || answered == length;
        }
        if (tells) {
            tell(null);
        }
    }

    void failed(MinikafkaException failure) {
        synchronized (this) {
            answered++;
        }
        tell(failure);
    }

    /** Without the lock, since the owner has one of its own. */
    private void tell(@Nullable MinikafkaException failure) {
        List<Popped> told;
        synchronized (this) {
            told = portion;
            portion = new ArrayList<>();
        }
        owner.received(this, told, failure);
    }

    /** Whether all commands have been answered or have failed. */
    synchronized boolean isOver() {
        return answered == length;
    }

    /** Whether each command has brought a message. */
    synchronized boolean isFull() {
        return received == length;
    }

    /** Bytes of the largest value. */
    synchronized long largest() {
        return largest;
    }
}

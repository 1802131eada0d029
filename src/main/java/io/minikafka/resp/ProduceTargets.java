package io.minikafka.resp;

import io.minikafka.store.Bytes;
import io.minikafka.store.TopicName;
import org.jspecify.annotations.Nullable;

/**
 * Reads where a message is to go, {@code topics:<topic>} or {@code topics:<topic>:<key>}. As in rafka the first word may
 * be any, a key may be empty and may hold colons. Remembers the last topic, since most connections produce to one. Not
 * safe for use by several threads.
 */
final class ProduceTargets {
    private final Bytes.ArrayFunction<ProduceTarget> read = this::read;
    private Bytes lastPrefix = Bytes.EMPTY;
    private @Nullable ProduceTarget last;

    /**
     * Reads such a text.
     *
     * @throws CommandException when it has not that form
     * @throws io.minikafka.store.InvalidTopicNameException when it has, but the topic's name is illegal
     */
    ProduceTarget read(Bytes text) {
        return text.with(read);
    }

    /** Whether it has read any. */
    boolean any() {
        return last != null;
    }

    private ProduceTarget read(byte[] array, int start, int length) {
        int end = start + length;
        int first = Colons.next(array, start, end);
        if (first == end) {
            throw new CommandException(
                    "PROD First argument must be in the form of 'topics:<topic>' or 'topics:<topic>:<key>'");
        }
        int second = Colons.next(array, first + 1, end);
        Bytes prefix = Bytes.wrap(array, start, second - start);
        ProduceTarget target = last;
        if (target == null || !prefix.equals(lastPrefix)) {
            TopicName topic = TopicName.of(
                    Bytes.wrap(array, first + 1, second - first - 1).toUtf8());
            target = new ProduceTarget(topic, null);
            last = target;
            lastPrefix = Bytes.wrap(prefix.toByteArray());
        }
        return second == end
                ? target
                : new ProduceTarget(target.topic(), Bytes.wrap(array, second + 1, end - second - 1));
    }
}

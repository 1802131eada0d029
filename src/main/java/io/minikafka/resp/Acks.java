package io.minikafka.resp;

import io.minikafka.group.Acknowledgement;
import io.minikafka.store.Bytes;
import io.minikafka.store.StoreException;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads acknowledgements, {@code <topic>:<partition>:<offset>}. Remembers the last partition, since most come for the
 * same. Not safe for use by several threads.
 */
final class Acks {
    private static final Bytes.ArrayFunction<Long> PLAIN_NUMBER =
            (array, start, length) -> WireNumber.parse(array, start, start + length);

    private final Bytes.ArrayFunction<Acknowledgement> read = this::read;
    private Bytes lastPrefix = Bytes.EMPTY;
    private @Nullable TopicPartition last;

    /**
     * Reads the arguments from the third on.
     *
     * @throws CommandException when one is not an acknowledgement
     */
    List<Acknowledgement> read(Request request) {
        int count = request.size() - 2;
        if (count == 1) {
            return List.of(request.argument(2).with(read));
        }
        List<Acknowledgement> acknowledgements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            acknowledgements.add(request.argument(2 + i).with(read));
        }
        return acknowledgements;
    }

    private Acknowledgement read(byte[] array, int start, int length) {
        int end = start + length;
        int first = Colons.next(array, start, end);
        int second = first < end ? Colons.next(array, first + 1, end) : end;
        if (second == end) {
            throw new CommandException(
                    "CONS Cannot parse ack: '" + ErrorTexts.shown(Bytes.wrap(array, start, length)) + "'");
        }
        Bytes prefix = Bytes.wrap(array, start, second - start);
        TopicPartition partition = last;
        if (partition == null || !prefix.equals(lastPrefix)) {
            partition = partition(
                    Bytes.wrap(array, start, first - start),
                    number("partition", Bytes.wrap(array, first + 1, second - first - 1)));
            last = partition;
            lastPrefix = Bytes.wrap(prefix.toByteArray());
        }
        long offset = number("offset", Bytes.wrap(array, second + 1, end - second - 1));
        try {
            return new Acknowledgement(partition, offset);
        } catch (StoreException e) {
            throw new CommandException(RespFailures.CONS.text(e));
        }
    }

    private static TopicPartition partition(Bytes topic, long partition) {
        if (partition > Integer.MAX_VALUE) {
            throw new CommandException(
                    "CONS partition cannot be greater than " + Integer.MAX_VALUE + ", got " + partition);
        }
        try {
            return new TopicPartition(TopicName.of(topic.toUtf8()), (int) partition);
        } catch (StoreException e) {
            throw new CommandException(RespFailures.CONS.text(e));
        }
    }

    private static long number(String what, Bytes bytes) {
        Long plain = bytes.with(PLAIN_NUMBER);
        return plain != WireNumber.INVALID && plain >= 0 ? plain : unusualNumber(what, bytes);
    }

    /** As rafka does, it reads hexadecimal numbers, too. */
    private static long unusualNumber(String what, Bytes bytes) {
        String text = ErrorTexts.shown(bytes);
        long number;
        try {
            boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
            number = hexadecimal ? Long.parseLong(text, 2, text.length(), 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new CommandException(
                    "CONS " + what + " is '" + text + "'; accepted is a number from 0 to " + Long.MAX_VALUE);
        }
        if (number < 0) {
            throw new CommandException("CONS " + what + " cannot be negative, got " + number);
        }
        return number;
    }
}

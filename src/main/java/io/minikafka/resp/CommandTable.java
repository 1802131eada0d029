package io.minikafka.resp;

import io.minikafka.store.Bytes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds commands by their names, in any case, without allocating anything. Immutable. */
final class CommandTable {
    private static final int LONGEST_NAME = 64;
    private static final int NONE = -1;

    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final @Nullable Command[] slots;
    private final byte[][] names;
    private final Bytes.ArrayFunction<Integer> lookup = this::find;

    CommandTable(Collection<Command> all) {
        int size = Integer.highestOneBit(Math.max(1, all.size())) << 2;
        slots = new Command[size];
        names = new byte[size][];
        for (Command command : all) {
            if (commands.put(command.word(), command) != null) {
                throw new IllegalArgumentException("Two commands are called " + command.name());
            }
            Bytes name = Bytes.utf8(command.word().toUpperCase(Locale.ROOT));
            int slot = name.with(this::slot);
            while (slots[slot] != null) {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = command;
            names[slot] = name.toByteArray();
        }
    }

    /** The command of this name; null when there is none. */
    @Nullable
    Command find(Bytes name) {
        int slot = name.length() > LONGEST_NAME ? NONE : name.with(lookup);
        return slot == NONE ? null : slots[slot];
    }

    /** In the order in which they were given. */
    Collection<Command> all() {
        return commands.values();
    }

    private int slot(byte[] array, int start, int length) {
        int hash = 0;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + upper(array[i]);
        }
        return (hash ^ (hash >>> 7)) & (slots.length - 1);
    }

    /** The slot; small enough numbers are boxed without allocating. */
    private int find(byte[] array, int start, int length) {
        int slot = slot(array, start, length);
        while (slots[slot] != null) {
            if (isEqual(names[slot], array, start, length)) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return NONE;
    }

    private static boolean isEqual(byte[] name, byte[] array, int start, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != upper(array[start + i])) {
                return false;
            }
        }
        return true;
    }

    private static int upper(byte b) {
        return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b;
    }
}

package io.minikafka.resp;

import org.jspecify.annotations.Nullable;

/**
 * A connection's name of the form {@code <group>:<name>}, which makes it a member of the group.
 *
 * @param group what is before the first colon; may be no legal name of a group, which shows when it consumes
 * @param name what is behind it; may be empty
 */
record GroupIdentity(String group, String name) {
    /** Null when the text has no colon: a name for people only. */
    static @Nullable GroupIdentity of(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? null : new GroupIdentity(text.substring(0, colon), text.substring(colon + 1));
    }

    /** As the client gave it. */
    @Override
    public String toString() {
        return group + ":" + name;
    }
}

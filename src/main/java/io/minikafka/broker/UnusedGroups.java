package io.minikafka.broker;

import io.minikafka.group.GroupName;
import io.minikafka.group.Nanos;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Groups without members, which are forgotten when that has lasted for long enough. Not safe for use by several threads. */
final class UnusedGroups {
    private final long retention;
    private final Consumer<GroupName> forget;
    private final GroupTick tick;

    /** With the time since when, in nanoseconds, the longest first. */
    private final LinkedHashMap<GroupName, Long> unused = new LinkedHashMap<>();

    /** @param timer runs its tasks on the thread that uses this object */
    UnusedGroups(Duration retention, GroupTick.Timer timer, Consumer<GroupName> forget) {
        this.retention = Nanos.of(retention);
        this.forget = forget;
        this.tick = new GroupTick(timer, this::forgetOverdue);
    }

    void add(GroupName group) {
        unused.remove(group);
        unused.put(group, System.nanoTime());
        schedule();
    }

    void remove(GroupName group) {
        unused.remove(group);
    }

    private void schedule() {
        Iterator<Long> since = unused.values().iterator();
        tick.schedule(since.hasNext() ? OptionalLong.of(since.next() + retention) : OptionalLong.empty());
    }

    private void forgetOverdue() {
        tick.begins();
        long now = System.nanoTime();
        Iterator<Map.Entry<GroupName, Long>> oldest = unused.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<GroupName, Long> group = oldest.next();
            if (now - group.getValue() < retention) {
                break;
            }
            oldest.remove();
            forget.accept(group.getKey());
        }
        schedule();
    }
}

package io.minikafka.group;

import io.minikafka.store.TopicPartition;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A member of a {@link Group}, which alone changes it; a handle for everybody else. Touched only under whatever lock
 * guards the group, but for {@link #isLive}.
 */
public final class Member {
    final long id;
    final MemberSpec spec;
    final Set<TopicPartition> owned = new LinkedHashSet<>();

    /** In nanoseconds, as the caller counts them. */
    long lastActive;

    boolean polling;
    private volatile boolean live = true;
    private long assignmentVersion;

    Member(long id, MemberSpec spec, long now) {
        this.id = id;
        this.spec = spec;
        this.lastActive = now;
    }

    public MemberSpec spec() {
        return spec;
    }

    /** Whether it is still in its group: it has neither left nor been evicted. */
    public boolean isLive() {
        return live;
    }

    /** Another number whenever what may be delivered to it, or from where, has changed. */
    public long assignmentVersion() {
        return assignmentVersion;
    }

    void assignmentChanged() {
        assignmentVersion++;
    }

    void end() {
        live = false;
        assignmentVersion++;
    }

    boolean isOverdue(long now) {
        return !polling && now - lastActive >= Nanos.of(spec.maxPollInterval());
    }

    /** The earliest time at which it can be overdue. */
    long deadline(long now) {
        return (polling ? now : lastActive) + Nanos.of(spec.maxPollInterval());
    }
}

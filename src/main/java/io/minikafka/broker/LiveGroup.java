package io.minikafka.broker;

import io.minikafka.group.Acknowledgement;
import io.minikafka.group.Group;
import io.minikafka.group.GroupChanges;
import io.minikafka.group.GroupName;
import io.minikafka.group.Member;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.OffsetLog;
import io.minikafka.group.ReadPosition;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A group with its lock. Whatever changes the group also sees to what follows from it: commits go to the log in the
 * order in which they happened, members learn of their new assignment. Nothing is read or written, and nobody is told,
 * while the lock is held. Safe for use by many threads.
 */
final class LiveGroup {
    private static final CompletableFuture<Void> NOTHING_COMMITTED = CompletableFuture.completedFuture(null);

    private final ReentrantLock lock = new ReentrantLock();
    private final Group group;
    private final OffsetLog offsets;
    private final GroupTick tick;
    private final SkipReport skipReport;

    // Guarded by the lock.
    private final Map<Member, LocalGroupMember> handles = new HashMap<>();

    LiveGroup(Group group, OffsetLog offsets, GroupTick.Timer timer, SkipReport skipReport) {
        this.skipReport = skipReport;
        this.group = group;
        this.offsets = offsets;
        this.tick = new GroupTick(timer, this::tick);
    }

    GroupName name() {
        return group.name();
    }

    /** @param partitions asked for under the lock, so that no change of a topic falls between asking and joining */
    Member join(long id, MemberSpec spec, Supplier<Map<TopicName, Integer>> partitions, LocalGroupMember handle) {
        AtomicReference<Member> joined = new AtomicReference<>();
        CompletableFuture<Void> done = change(changing -> {
            Member member = changing.join(id, spec, partitions.get(), System.nanoTime());
            handles.put(member, handle);
            joined.set(member);
        });
        Member member = joined.get();
        if (member == null) {
            throw new IllegalStateException("The group took no member", failureOf(done));
        }
        return member;
    }

    private static @Nullable Throwable failureOf(CompletableFuture<Void> done) {
        return done.handle((nothing, failure) -> failure).join();
    }

    void leave(Member member) {
        change(changing -> changing.leave(member, System.nanoTime()));
    }

    CompletableFuture<Void> acknowledge(Member member, List<Acknowledgement> acknowledgements) {
        return change(changing -> changing.acknowledge(member, acknowledgements, System.nanoTime()));
    }

    /**
     * Makes a change and what follows from it.
     *
     * @return completes when its commits are as durable as the log makes them; fails when the change does, which may
     *     have committed something nevertheless
     */
    CompletableFuture<Void> change(Consumer<Group> action) {
        CompletableFuture<Void> committed = NOTHING_COMMITTED;
        List<LocalGroupMember> reassigned = List.of();
        RuntimeException failure = null;
        lock.lock();
        try {
            try {
                action.accept(group);
            } catch (RuntimeException e) {
                failure = e;
            }
            GroupChanges changes = group.takeChanges();
            if (!changes.commits().isEmpty()) {
                committed = offsets.append(changes.commits());
            }
            if (!changes.reassigned().isEmpty()) {
                reassigned = handlesOf(changes.reassigned());
                tick.schedule(group.nextDeadline(System.nanoTime()));
            }
        } finally {
            lock.unlock();
        }
        if (committed != NOTHING_COMMITTED) {
            offsets.flush();
        }
        reassigned.forEach(LocalGroupMember::assignmentChanged);
        return failure == null ? committed : CompletableFuture.failedFuture(failure);
    }

    private List<LocalGroupMember> handlesOf(Set<Member> members) {
        List<LocalGroupMember> found = new ArrayList<>();
        for (Member member : members) {
            LocalGroupMember handle = member.isLive() ? handles.get(member) : handles.remove(member);
            if (handle != null) {
                found.add(handle);
            }
        }
        return found;
    }

    private void tick() {
        change(changing -> {
            tick.begins();
            changing.tick(System.nanoTime());
            tick.schedule(changing.nextDeadline(System.nanoTime()));
        });
    }

    /** Looks at the group without changing it. */
    <T> T look(Function<Group, T> view) {
        lock.lock();
        try {
            return view.apply(group);
        } finally {
            lock.unlock();
        }
    }

    List<LocalGroupMember> handles() {
        return look(looking -> List.copyOf(handles.values()));
    }

    List<ReadPosition> readPositions(Member member) {
        return look(looking -> looking.readPositions(member));
    }

    /** See {@link Group#deliver}; nothing follows from it. */
    boolean deliver(Member member, TopicPartition partition, int epoch, long from, long next) {
        lock.lock();
        try {
            return group.deliver(member, partition, epoch, from, next, 0, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Notes that messages left by retention before the member read them. */
    boolean skip(Member member, TopicPartition partition, int epoch, long from, long skipped) {
        boolean[] done = new boolean[1];
        change(changing ->
                done[0] = changing.deliver(member, partition, epoch, from, from + skipped, skipped, System.nanoTime()));
        return done[0];
    }

    void pollBegins(Member member) {
        look(looking -> {
            looking.pollBegins(member);
            return member;
        });
    }

    void pollEnds(Member member) {
        look(looking -> {
            looking.pollEnds(member, System.nanoTime());
            return member;
        });
    }
}

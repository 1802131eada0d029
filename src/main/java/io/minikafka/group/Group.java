package io.minikafka.group;

import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group as plain state. Not safe for use by several threads: callers lock. Times are nanoseconds, as of
 * {@link System#nanoTime}, and always the caller's. What methods change is collected for {@link #takeChanges()}.
 *
 * <p>Rebalancing is cooperative. A partition that is to move while its owner has unacknowledged messages is no longer
 * delivered to it, and goes over when these are acknowledged, or when the rebalance timeout ends, or the owner. So a
 * member that joins causes no second delivery where the others acknowledge in time.
 */
public final class Group {
    private final GroupName name;
    private final PartitionOffsets offsets;
    private final Duration rebalanceTimeout;
    private final Map<Long, Member> members = new LinkedHashMap<>();
    private final Map<TopicPartition, Share> shares = new HashMap<>();

    /** Subscribed topics with the number of partitions as last heard; 0 while there is no such topic. */
    private final Map<TopicName, Integer> topics = new HashMap<>();

    private Set<Member> reassigned = new LinkedHashSet<>();
    private List<OffsetCommit> commits = new ArrayList<>();

    /** @param committed what the group has committed before; what is beyond a log's end is taken for its end */
    public Group(
            GroupName name, PartitionOffsets offsets, Duration rebalanceTimeout, Map<TopicPartition, Long> committed) {
        this.name = name;
        this.offsets = offsets;
        this.rebalanceTimeout = rebalanceTimeout;
        committed.forEach((partition, offset) -> {
            Share share = share(partition, false);
            share.committed = offset;
            share.moveTo(offset);
        });
    }

    public GroupName name() {
        return name;
    }

    public boolean hasMembers() {
        return !members.isEmpty();
    }

    /** Whether there is nothing to remember about it. */
    public boolean isEmpty() {
        return members.isEmpty() && shares.values().stream().allMatch(share -> share.committed == OffsetCommit.NONE);
    }

    public Set<TopicName> subscribedTopics() {
        return Set.copyOf(topics.keySet());
    }

    /** What has come of all calls since the last one of this. */
    public GroupChanges takeChanges() {
        GroupChanges changes = new GroupChanges(reassigned, commits);
        if (!reassigned.isEmpty()) {
            reassigned = new LinkedHashSet<>();
        }
        if (!commits.isEmpty()) {
            commits = new ArrayList<>();
        }
        return changes;
    }

    // Membership

    /**
     * Adds a member and rebalances.
     *
     * @param id unique among all members
     * @param partitions the number of partitions of each topic it subscribes to, 0 for those that do not exist
     */
    public Member join(long id, MemberSpec spec, Map<TopicName, Integer> partitions, long now) {
        Member member = new Member(id, spec, now);
        members.put(id, member);
        for (TopicName topic : spec.topics()) {
            learn(topic, partitions.getOrDefault(topic, 0), topics.containsKey(topic));
        }
        rebalance(now);
        // Told even when it got nothing: that is an assignment as well.
        reassigned.add(member);
        return member;
    }

    /** Takes a member out, wherever it stands, and gives its partitions to others at their committed offsets. */
    public void leave(Member member, long now) {
        if (members.remove(member.id, member)) {
            member.end();
            reassigned.add(member);
            forgetTopicsNobodyReads();
            rebalance(now);
            shares.values()
                    .removeIf(share ->
                            share.committed == OffsetCommit.NONE && !topics.containsKey(share.partition.topic()));
        }
    }

    private void forgetTopicsNobodyReads() {
        Set<TopicName> read = new LinkedHashSet<>();
        members.values().forEach(member -> read.addAll(member.spec.topics()));
        topics.keySet().retainAll(read);
    }

    /** Does what time has brought: evicts members that are overdue, hands over what was waited for long enough. */
    public void tick(long now) {
        List<Member> overdue = members.values().stream()
                .filter(member -> member.isOverdue(now))
                .toList();
        overdue.forEach(member -> leave(member, now));
        for (Share share : shares.values()) {
            if (share.heir != null && Nanos.isReached(share.handOverBy, now)) {
                give(share, share.heir);
            }
        }
    }

    /** The earliest time at which {@link #tick} can have something to do; empty when there is none. */
    public OptionalLong nextDeadline(long now) {
        long soonest = Long.MAX_VALUE;
        for (Member member : members.values()) {
            soonest = Math.min(soonest, member.deadline(now) - now);
        }
        for (Share share : shares.values()) {
            if (share.heir != null) {
                soonest = Math.min(soonest, share.handOverBy - now);
            }
        }
        return soonest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(now + soonest);
    }

    // Topics

    /** A subscribed topic exists, or has more partitions than before; others are nothing to this group. */
    public void topicChanged(TopicName topic, int partitions, long now) {
        if (topics.containsKey(topic)) {
            learn(topic, partitions, true);
            rebalance(now);
        }
    }

    /** The topic's offsets are forgotten. Subscriptions go on: the topic may come again, and is then another one. */
    public void topicDeleted(TopicName topic, long now) {
        topics.computeIfPresent(topic, (name, count) -> 0);
        List<Share> gone = shares.values().stream()
                .filter(share -> share.partition.topic().equals(topic))
                .toList();
        for (Share share : gone) {
            shares.remove(share.partition);
            takeAway(share);
            if (share.committed != OffsetCommit.NONE) {
                commits.add(new OffsetCommit(this.name, share.partition, OffsetCommit.NONE));
            }
        }
        rebalance(now);
    }

    /** @param subscribed whether the group already read the topic, so that what is new has appeared under its eyes */
    private void learn(TopicName topic, int partitions, boolean subscribed) {
        int known = topics.getOrDefault(topic, 0);
        topics.put(topic, Math.max(known, partitions));
        for (int i = known; i < partitions; i++) {
            share(new TopicPartition(topic, i), subscribed);
        }
    }

    private Share share(TopicPartition partition, boolean appeared) {
        return shares.computeIfAbsent(partition, key -> new Share(key, appeared));
    }

    // Rebalancing

    private void rebalance(long now) {
        Map<Member, Set<TopicName>> subscriptions = new LinkedHashMap<>();
        members.values().forEach(member -> subscriptions.put(member, member.spec.topics()));
        List<TopicPartition> partitions = shares.keySet().stream()
                .filter(partition -> partition.partition() < topics.getOrDefault(partition.topic(), 0))
                .sorted()
                .toList();
        Map<TopicPartition, Member> current = new HashMap<>();
        for (Share share : shares.values()) {
            Member target = share.target();
            if (target != null && target.isLive()) {
                current.put(share.partition, target);
            } else if (share.owner != null && share.owner.isLive()) {
                current.put(share.partition, share.owner);
            }
        }
        Map<TopicPartition, Member> assignment = StickyAssignor.assign(subscriptions, partitions, current);
        shares.values().forEach(share -> apply(share, assignment.get(share.partition), now));
    }

    private void apply(Share share, @Nullable Member target, long now) {
        Member owner = share.owner;
        if (target == null) {
            takeAway(share);
        } else if (owner == null || !owner.isLive()) {
            give(share, target);
        } else if (owner == target) {
            keep(share, owner);
        } else if (share.hasUnacknowledged() && !rebalanceTimeout.isZero()) {
            handOverLater(share, owner, target, now);
        } else {
            give(share, target);
        }
    }

    private void keep(Share share, Member owner) {
        if (share.heir != null) {
            share.heir = null;
            changed(owner);
        }
    }

    private void handOverLater(Share share, Member owner, Member target, long now) {
        if (share.heir == null) {
            share.handOverBy = now + Nanos.of(rebalanceTimeout);
            changed(owner);
        }
        share.heir = target;
    }

    private void takeAway(Share share) {
        if (share.owner != null) {
            share.owner.owned.remove(share.partition);
            changed(share.owner);
        }
        share.owner = null;
        share.heir = null;
    }

    private void give(Share share, Member member) {
        takeAway(share);
        share.owner = member;
        share.epoch++;
        share.moveTo(start(share, member));
        member.owned.add(share.partition);
        changed(member);
    }

    private void changed(Member member) {
        member.assignmentChanged();
        reassigned.add(member);
    }

    private long start(Share share, Member member) {
        long logEnd = offsets.logEnd(share.partition);
        if (share.committed > logEnd) {
            // The log's tail was lost to a power cut that the topic's durability allows.
            commit(share, logEnd);
        }
        if (share.committed != OffsetCommit.NONE) {
            return share.committed;
        }
        boolean earliest = member.spec.startAt() == StartAt.EARLIEST || share.appeared;
        long start = earliest ? offsets.logStart(share.partition) : logEnd;
        if (!earliest) {
            commit(share, start);
        }
        return start;
    }

    private void commit(Share share, long offset) {
        share.committed = offset;
        commits.add(new OffsetCommit(name, share.partition, offset));
    }

    // Delivery

    /** The member reads, and while it waits for messages is never overdue. */
    public void pollBegins(Member member) {
        member.polling = true;
    }

    public void pollEnds(Member member, long now) {
        member.polling = false;
        member.lastActive = now;
    }

    /** Where to read for the member. */
    public List<ReadPosition> readPositions(Member member) {
        List<ReadPosition> positions = new ArrayList<>();
        for (TopicPartition partition : member.owned) {
            Share share = shares.get(partition);
            if (share != null && share.isDeliverable()) {
                positions.add(new ReadPosition(partition, share.epoch, share.position));
            }
        }
        return positions;
    }

    /** All partitions the member owns, those too that it is about to lose. */
    public Set<TopicPartition> assignment(Member member) {
        return Set.copyOf(member.owned);
    }

    /**
     * Notes that the messages from {@code from} up to {@code next}, exclusive, are going to the member.
     *
     * @param epoch of the {@link ReadPosition} that they were read for
     * @param skipped how many messages from {@code from} on had left by retention
     * @return false when they must not, since the partition has changed hands or was reset meanwhile
     */
    public boolean deliver(
            Member member, TopicPartition partition, int epoch, long from, long next, long skipped, long now) {
        member.lastActive = now;
        Share share = shares.get(partition);
        if (share == null
                || share.owner != member
                || !share.isDeliverable()
                || share.epoch != epoch
                || share.position != from) {
            return false;
        }
        if (skipped > 0) {
            skip(share, skipped);
        }
        share.position = next;
        share.delivered = Math.max(share.delivered, next);
        return true;
    }

    /** What is gone needs no acknowledgement, and the next owner is not to count it again. */
    private void skip(Share share, long skipped) {
        long firstRetained = share.position + skipped;
        share.skipped += skipped;
        share.settled = firstRetained;
        share.position = firstRetained;
        if (share.committed != OffsetCommit.NONE && share.committed < firstRetained) {
            commit(share, firstRetained);
        }
    }

    /**
     * Commits the offset after each acknowledged one: never back, and never beyond what was delivered to the group.
     *
     * @throws NotOwnerException for the first one whose partition is not the member's; the others are committed
     */
    public void acknowledge(Member member, List<Acknowledgement> acknowledgements, long now) {
        member.lastActive = now;
        TopicPartition refused = null;
        for (int i = 0; i < acknowledgements.size(); i++) {
            Acknowledgement acknowledgement = acknowledgements.get(i);
            Share share = shares.get(acknowledgement.partition());
            if (share == null || share.owner != member) {
                refused = refused == null ? acknowledgement.partition() : refused;
            } else {
                settle(share, Math.min(acknowledgement.offset() + 1, share.delivered));
            }
        }
        if (refused != null) {
            throw new NotOwnerException(refused, member.spec.name());
        }
    }

    private void settle(Share share, long acknowledged) {
        if (acknowledged > share.committed) {
            commit(share, acknowledged);
        }
        share.settled = Math.max(share.settled, Math.min(acknowledged, share.position));
        if (share.heir != null && !share.hasUnacknowledged()) {
            give(share, share.heir);
        }
    }

    // Administration

    /** Sets the committed offset; the owner, if there is one, reads on from there. */
    public void reset(TopicPartition partition, long offset) {
        Share share = share(partition, false);
        commit(share, offset);
        share.epoch++;
        // Acknowledgements of what was delivered before must not undo this.
        share.delivered = offset;
        share.moveTo(offset);
        if (share.heir != null) {
            give(share, share.heir);
        } else if (share.owner != null) {
            changed(share.owner);
        }
    }

    /** @throws GroupHasMembersException when it has */
    public void delete() {
        if (hasMembers()) {
            throw new GroupHasMembersException(name, members.size());
        }
        for (Share share : shares.values()) {
            if (share.committed != OffsetCommit.NONE) {
                commits.add(new OffsetCommit(name, share.partition, OffsetCommit.NONE));
            }
        }
        shares.clear();
    }

    public GroupDescription describe() {
        return new GroupDescription(
                name,
                members.values().stream()
                        .map(member -> new GroupDescription.MemberDescription(
                                member.id, member.spec.name(), member.spec.topics(), assignment(member)))
                        .toList(),
                shares.values().stream()
                        .sorted(Comparator.comparing(share -> share.partition))
                        .map(this::describe)
                        .toList());
    }

    private GroupDescription.PartitionProgress describe(Share share) {
        long logEnd = offsets.logEnd(share.partition);
        long retained = Math.max(share.committed, offsets.logStart(share.partition));
        return new GroupDescription.PartitionProgress(
                share.partition,
                share.owner == null ? OptionalLong.empty() : OptionalLong.of(share.owner.id),
                share.committed == OffsetCommit.NONE ? OptionalLong.empty() : OptionalLong.of(share.committed),
                logEnd,
                Math.max(0, logEnd - retained),
                share.skipped);
    }
}

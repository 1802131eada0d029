package io.minikafka.group;

import java.util.List;
import java.util.Set;

/**
 * What came of changes to a {@link Group}.
 *
 * @param reassigned members whose assignment changed, those that are no longer live too
 * @param commits in order
 */
public record GroupChanges(Set<Member> reassigned, List<OffsetCommit> commits) {}

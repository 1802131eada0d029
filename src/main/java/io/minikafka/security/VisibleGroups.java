package io.minikafka.security;

import io.minikafka.broker.Broker;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Lists those groups that somebody may see, which their descriptions tell. */
final class VisibleGroups {
    /** So that a backend far away is not asked for thousands at once. */
    private static final int AT_THE_SAME_TIME = 64;

    private final Broker broker;
    private final Predicate<GroupDescription> isVisible;

    VisibleGroups(Broker broker, Predicate<GroupDescription> isVisible) {
        this.broker = broker;
        this.isVisible = isVisible;
    }

    CompletableFuture<List<GroupName>> list() {
        return broker.groups().thenCompose(all -> visibleOf(all, 0, new ArrayList<>()));
    }

    private CompletableFuture<List<GroupName>> visibleOf(List<GroupName> all, int from, List<GroupName> visible) {
        if (from >= all.size()) {
            return CompletableFuture.completedFuture(List.copyOf(visible));
        }
        int to = Math.min(all.size(), from + AT_THE_SAME_TIME);
        List<CompletableFuture<Optional<GroupName>>> asked =
                all.subList(from, to).stream().map(this::ifVisible).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenCompose(done -> {
            asked.forEach(answer -> answer.join().ifPresent(visible::add));
            return visibleOf(all, to, visible);
        });
    }

    private CompletableFuture<Optional<GroupName>> ifVisible(GroupName group) {
        return broker.describeGroup(group)
                .thenApply(
                        description -> isVisible.test(description) ? Optional.of(group) : Optional.<GroupName>empty())
                .exceptionallyCompose(failure -> {
                    BrokerException refusal = BrokerException.in(failure);
                    return refusal != null && refusal.code() == Code.UNKNOWN_GROUP
                            // It has gone since it was listed.
                            ? CompletableFuture.completedFuture(Optional.empty())
                            : CompletableFuture.failedFuture(failure);
                });
    }
}

package io.minikafka.kafka;

import io.minikafka.broker.GroupListener;
import io.minikafka.broker.GroupMember;
import io.minikafka.broker.GroupOptions;
import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** The members of consumer groups that this server has. */
final class KafkaMembers {
    KafkaMembers(
            KafkaClients clients,
            ClusterWatch cluster,
            KafkaTopics topics,
            SkippedMessages skipped,
            GroupOptions options,
            Executor threads,
            ScheduledExecutorService timer) {}

    CompletableFuture<GroupMember> join(GroupName group, MemberSpec member, GroupListener listener) {
        throw new UnsupportedOperationException();
    }

    void drain() {}

    void close() {}
}

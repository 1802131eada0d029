package io.minikafka.kafka;

import io.minikafka.broker.OffsetReset;
import io.minikafka.group.GroupDescription;
import io.minikafka.group.GroupName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;

/** Consumer groups, seen from outside. Nothing blocks; failures are a broker's. Safe for use by many threads. */
final class KafkaGroupAdmin {
    private final Admin admin;
    private final KafkaTopics topics;
    private final SkippedMessages skipped;

    KafkaGroupAdmin(Admin admin, KafkaTopics topics, SkippedMessages skipped) {
        this.admin = admin;
        this.topics = topics;
        this.skipped = skipped;
    }

    CompletableFuture<List<GroupName>> names() {
        throw new UnsupportedOperationException();
    }

    CompletableFuture<GroupDescription> describe(GroupName group) {
        throw new UnsupportedOperationException();
    }

    CompletableFuture<GroupDescription> reset(GroupName group, OffsetReset reset) {
        throw new UnsupportedOperationException();
    }

    CompletableFuture<Void> delete(GroupName group) {
        throw new UnsupportedOperationException();
    }
}

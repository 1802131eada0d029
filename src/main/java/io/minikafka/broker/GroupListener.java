package io.minikafka.broker;

import io.minikafka.store.TopicPartition;
import java.util.Set;

/** Is told what happens to a member. Called one after the other, on a thread of the broker's: must not block. */
@FunctionalInterface
public interface GroupListener {
    /** For doors that tell nobody. */
    GroupListener NONE = assignment -> {};

    /** The partitions that the member reads from now on; perhaps none. */
    void assigned(Set<TopicPartition> assignment);
}

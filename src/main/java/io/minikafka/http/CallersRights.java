package io.minikafka.http;

import io.minikafka.store.TopicName;
import java.util.List;

/** What the caller of the current request may do. To be asked on the request's own thread only. */
@FunctionalInterface
public interface CallersRights {
    /** @param topics what to tell the rights to */
    CallerView get(List<TopicName> topics);
}

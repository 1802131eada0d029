package io.minikafka.server;

import io.minikafka.http.CallerView;
import io.minikafka.http.CallerView.GrantView;
import io.minikafka.http.CallerView.TopicRights;
import io.minikafka.security.Caller;
import io.minikafka.security.Right;
import io.minikafka.store.TopicName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the HTTP API tells callers of themselves; what they may do with a topic is asked where each call asks it. */
final class CallerDescription {
    private CallerDescription() {}

    static CallerView of(Caller caller, List<TopicName> topics) {
        return new CallerView(
                caller.name(),
                caller.isAdministrator(),
                caller.grants().stream()
                        .map(grant -> new GrantView(
                                text(grant.right()), grant.topics().toString()))
                        .toList(),
                topics.stream()
                        .map(topic -> new TopicRights(
                                topic.value(),
                                Arrays.stream(Right.values())
                                        // To monitor is a right to the service, to no topic.
                                        .filter(right -> right != Right.MONITOR && caller.may(right, topic))
                                        .map(CallerDescription::text)
                                        .toList()))
                        .toList());
    }

    private static String text(Right right) {
        return right.name().toLowerCase(Locale.ROOT);
    }
}

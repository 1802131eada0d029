package io.minikafka.security;

import io.minikafka.store.TopicName;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A caller's rights to the topics it has asked for, so that no patterns are matched for each batch. Bounded. */
final class KnownRights {
    private static final int MOST = 1_000;

    private final Caller caller;
    private final Map<TopicName, Set<Right>> known = new ConcurrentHashMap<>();

    KnownRights(Caller caller) {
        this.caller = caller;
    }

    boolean permit(Right right, TopicName topic) {
        return of(topic).contains(right);
    }

    boolean permitAnything(TopicName topic) {
        return !of(topic).isEmpty();
    }

    private Set<Right> of(TopicName topic) {
        Set<Right> rights = known.get(topic);
        if (rights == null) {
            rights = EnumSet.noneOf(Right.class);
            for (Right right : Right.OF_TOPICS) {
                if (caller.may(right, topic)) {
                    rights.add(right);
                }
            }
            // Whoever asks for ever new names should not fill the memory with them.
            if (known.size() < MOST) {
                known.put(topic, rights);
            }
        }
        return rights;
    }
}

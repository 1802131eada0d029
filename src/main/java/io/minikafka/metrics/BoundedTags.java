package io.minikafka.metrics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What things of one kind (topics, groups) are called in tags: the first ones by their names, all others
 * {@link #OTHER}, so that no number of them makes a number of series. Whatever a name got it keeps until it is forgotten.
 * Safe for use by many threads.
 */
public final class BoundedTags<N> {
    /** Stands for all that have no tag of their own. One that is really called so is among them. */
    public static final String OTHER = "_other";

    private final int most;
    private final Map<N, String> tags = new ConcurrentHashMap<>();
    private int owned;

    /** @param most how many get a tag of their own */
    public BoundedTags(int most) {
        this.most = most;
    }

    /** The tag of the one with this name. */
    String of(N name) {
        String tag = tags.get(name);
        return tag == null ? assign(name) : tag;
    }

    private synchronized String assign(N name) {
        return tags.computeIfAbsent(name, absent -> {
            String text = absent.toString();
            if (owned == most || text.equals(OTHER)) {
                return OTHER;
            }
            owned++;
            return text;
        });
    }

    /** There is no such one any more; another may have its place. */
    synchronized void forget(N name) {
        String tag = tags.remove(name);
        if (tag != null && !tag.equals(OTHER)) {
            owned--;
        }
    }

    /** All that have got a tag. */
    Set<N> known() {
        return Set.copyOf(tags.keySet());
    }
}

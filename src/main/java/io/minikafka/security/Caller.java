package io.minikafka.security;

import io.minikafka.store.TopicName;
import java.util.List;

/**
 * Who calls, and what it may do; known once its credentials are verified. The one place where it is decided whether
 * something is permitted.
 *
 * @param name for people; callers of the same name have the same grants
 */
public record Caller(String name, List<Grant> grants) {
    /** Under this name, requests over HTTP carry their caller as an attribute. */
    public static final String ATTRIBUTE = Caller.class.getName();

    private static final List<Grant> ALL = List.of(new Grant(Right.ADMIN, TopicPattern.everything()));

    /** Everybody, where nobody need say who it is: may do everything. */
    public static final Caller ANONYMOUS = new Caller("anonymous", ALL);

    /** Who has yet to say who it is: may do nothing. */
    public static final Caller STRANGER = new Caller("(unauthenticated)", List.of());

    public Caller {
        grants = List.copyOf(grants);
    }

    /** A caller that may do everything. */
    public static Caller withAllRights(String name) {
        return new Caller(name, ALL);
    }

    /** Whether it may do that with the topic. */
    public boolean may(Right right, TopicName topic) {
        for (Grant grant : grants) {
            if (grant.permits(right, topic)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it may do that with every topic. */
    public boolean mayEverywhere(Right right) {
        for (Grant grant : grants) {
            if (grant.permitsEverywhere(right)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it may see and do what concerns the service as a whole: other connections, counters, its inner life. */
    public boolean isAdministrator() {
        return mayEverywhere(Right.ADMIN);
    }

    /** Whether it may see how the service as a whole is. */
    public boolean mayMonitor() {
        return mayEverywhere(Right.MONITOR);
    }

    @Override
    public String toString() {
        return name;
    }
}

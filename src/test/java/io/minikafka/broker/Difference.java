package io.minikafka.broker;

/**
 * What some backends do in a way of their own. Contract tests ask a backend for it and hold both ways; nothing is left
 * out for want of one.
 */
enum Difference {
    VOLATILE("messages and groups end with the process"),
    SHARED("any number of servers at a time"),
    FIXED_DURABILITY("a topic's durability setting has no effect"),
    ACCEPTS_BEFORE_STORING("accepting a message comes before storing it"),
    EXPIRED_MAY_BE_SERVED("messages leave by whole segments, some time after their age"),
    UNKEYED_REQUESTS_STAY("requests without keys go to one partition for some milliseconds, then to the next"),
    RESET_WANTS_NO_MEMBERS("refused while the group has members"),
    SUBSCRIPTIONS_UNKNOWN("only topics it has partitions of"),
    EMPTY_GROUPS_STAY("stays listed for some minutes"),
    LISTED_LATER("listed once the cluster has let the first member in");

    private final String words;

    Difference(String words) {
        this.words = words;
    }

    /** As it is said to users, in docs/backends.md. */
    String inWords() {
        return words;
    }
}

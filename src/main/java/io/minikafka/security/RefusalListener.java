package io.minikafka.security;

/** Is told who was not let in. Called on any thread, those of event loops, too: must not block. */
@FunctionalInterface
public interface RefusalListener {
    /** In place of a name that no user has. */
    String UNKNOWN = "(unknown)";

    /** Tells nobody. */
    RefusalListener NONE = (origin, user, credentials, reason) -> {};

    /**
     * @param user the name of a user that there is, or {@link #UNKNOWN}: what else was given may be a password in the
     *     wrong place
     * @param credentials of which kind; its text has no secrets
     */
    void refused(Origin origin, String user, Credentials credentials, Refusal.Reason reason);

    /** Tells this one and then another. */
    default RefusalListener and(RefusalListener other) {
        return (origin, user, credentials, reason) -> {
            refused(origin, user, credentials, reason);
            other.refused(origin, user, credentials, reason);
        };
    }
}

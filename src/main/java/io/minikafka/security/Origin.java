package io.minikafka.security;

import java.util.Locale;

/**
 * Where somebody asks to be let in.
 *
 * @param peer the address at the other end, for people
 */
public record Origin(Door door, String peer) {
    /** The service's doors. */
    public enum Door {
        GRPC,
        REDIS,
        HTTP;

        /** As metrics and logs name it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

package io.minikafka.resp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The names {@code <group>:<name>} that live connections have, each of them one. Safe for use by many threads. */
final class ClientNames {
    private final Map<String, RespSession> taken = new ConcurrentHashMap<>();

    /** Whether the name is now this session's; false when another one, or itself, has it already. */
    boolean take(String name, RespSession session) {
        return taken.putIfAbsent(name, session) == null;
    }

    void free(String name, RespSession session) {
        taken.remove(name, session);
    }
}

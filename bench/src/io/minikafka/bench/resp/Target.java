package io.minikafka.bench.resp;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A kind of server, and what it is asked to store.
 *
 * @param anew whether every run starts it anew, so that none meets the data of another; what is compiled while it runs
 *     is not, and bounds its data by itself
 */
record Target(String name, Dialect dialect, boolean anew, Starter starter, Map<String, List<String>> produce) {
    private static final String VALUE = "v".repeat(100);
    private static final Map<String, List<String>> RPUSHX = Map.of("RPUSHX", List.of("RPUSHX", "topics:bench", VALUE));
    private static final Map<String, List<String>> REDIS =
            Map.of("RPUSH", List.of("RPUSH", "bench", VALUE), "XADD", List.of("XADD", "bench", "*", "f", VALUE));

    /** How messages are consumed from it, if they are. */
    enum Dialect {
        BARE,
        OURS,
        REDIS
    }

    interface Starter {
        RespServer start() throws IOException;
    }

    /** In the order of the table. */
    static final List<Target> ALL = List.of(
            bare("bare, file", "hand", true),
            bare("bare, no file", "hand", false),
            bare("codec-redis, file", "codec-redis", true),
            ours("memory", Map.of("SPRING_PROFILES_ACTIVE", "memory")),
            ours("os", Map.of("SPRING_PROFILES_ACTIVE", "file", "MINIKAFKA_TOPIC_DURABILITY", "os")),
            ours("fsync", Map.of("SPRING_PROFILES_ACTIVE", "file", "MINIKAFKA_TOPIC_DURABILITY", "fsync")),
            redis("redis", List.of()),
            redis("redis everysec", List.of("--appendonly", "yes", "--appendfsync", "everysec")),
            redis("redis always", List.of("--appendonly", "yes", "--appendfsync", "always")));

    private static Target bare(String name, String decoder, boolean withFile) {
        return new Target(name, Dialect.BARE, false, () -> RespServer.bare(decoder, withFile), RPUSHX);
    }

    private static Target ours(String name, Map<String, String> environment) {
        return new Target(name, Dialect.OURS, false, () -> RespServer.ours(environment), RPUSHX);
    }

    private static Target redis(String name, List<String> options) {
        return new Target(name, Dialect.REDIS, true, () -> RespServer.redis(options), REDIS);
    }
}

package io.minikafka.resp;

import io.minikafka.grpc.TestStore;
import io.minikafka.store.MessageStore;
import io.minikafka.store.MutableClock;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A Redis door over each backend, one test after the other: over the stores, unless a subclass has {@code backends()} of its
 * own.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("backends")
abstract class RespFixture {
    static final String OK = "+OK\r\n";
    static final String ONE = ":1\r\n";
    static final String NOTHING = "*-1\r\n";

    @Parameter
    RespBackend backend;

    @TempDir
    Path directory;

    final MutableClock clock = MutableClock.started();
    final TestRespDoor.Settings settings = new TestRespDoor.Settings();
    TestRespDoor door;

    static Stream<RespBackend> backends() {
        return Stream.of(TestStore.values()).map(StoredBackend::new);
    }

    @BeforeEach
    void openTheDoor() {
        change(settings);
        door = backend.open(root(), clock, settings);
    }

    /** Called before the door opens, each time. */
    void change(TestRespDoor.Settings before) {}

    @AfterEach
    void closeTheDoor() {
        door.close();
        backend.close();
    }

    /** Another service over what the first one left behind. */
    final void restart() {
        closeTheDoor();
        openTheDoor();
    }

    final boolean isOver(TestStore kind) {
        return backend instanceof StoredBackend stored && stored.kind == kind;
    }

    /** The store, of tests that run over stores only. */
    final MessageStore store() {
        return ((StoredBackend) backend).store;
    }

    final Path root() {
        return directory.resolve("root");
    }

    /** One of the counters of the door. */
    final long counter(String name) {
        try (RespClient client = door.connect()) {
            String stats = client.call("HGETALL", "stats");
            return Long.parseLong(
                    stats.substring(stats.indexOf("\r\n" + name + "\r\n") + 2).split("\r\n")[2]);
        }
    }

    /** A message as BLPOP returns it. */
    static String message(String topic, int partition, long offset, String value) {
        return "*8\r\n$5\r\ntopic\r\n" + bulk(topic) + "$9\r\npartition\r\n:" + partition + "\r\n$6\r\noffset\r\n:"
                + offset + "\r\n$5\r\nvalue\r\n" + bulk(value);
    }

    static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    static String error(String text) {
        return "-" + text + "\r\n";
    }
}

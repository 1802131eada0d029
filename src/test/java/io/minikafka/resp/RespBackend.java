package io.minikafka.resp;

import io.minikafka.store.MutableClock;
import java.nio.file.Path;

/** What a Redis door is tested over, one open at a time: it must not matter which. Has a name for people. */
interface RespBackend {
    /**
     * Opens a door over it.
     *
     * @param root where a backend that is in files is
     */
    TestRespDoor open(Path root, MutableClock clock, TestRespDoor.Settings settings);

    /** Called when the door is closed, to close what it has not. */
    void close();
}

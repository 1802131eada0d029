package io.minikafka;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Awaitility waits for a minute unless a test says otherwise: its own ten seconds are not enough for a cluster or a process
 * on a busy machine, and waiting only keeps a broken test from hanging. Found by JUnit itself, for every test.
 */
public final class LongPatience implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext test) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}

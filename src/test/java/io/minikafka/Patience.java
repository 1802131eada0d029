package io.minikafka;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long every {@code await()} waits that says nothing else. Awaitility's own 10 s are less than what some conditions
 * take on a busy machine: a cluster lets a member in, a client finds its server again, clients that are first used load
 * their classes. It only keeps a broken test from hanging, and costs nothing else.
 */
public final class Patience implements LauncherSessionListener {
    private static final Duration LONGER_THAN_ANYTHING_TAKES = Duration.ofMinutes(1);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LONGER_THAN_ANYTHING_TAKES);
    }
}

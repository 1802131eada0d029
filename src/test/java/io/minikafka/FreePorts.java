package io.minikafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for servers that have to be where others look for them, also when they come back after a while. */
public final class FreePorts {
    /** Below those that systems hand out by themselves: nobody else gets one by chance while its server is not there. */
    private static final int FIRST = 12_000;

    private static final int LAST = 32_000;

    /** None comes twice. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(LAST - FIRST));

    private FreePorts() {}

    /** One of loopback that is free now. */
    public static int any() {
        while (true) {
            int port = FIRST + NEXT.getAndIncrement() % (LAST - FIRST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another one, then.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package io.minikafka.packaged;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What goes on beside a test. */
final class Background {
    private Background() {}

    /** At once, on a thread of its own: it waits for servers, and of the common pool's threads there may be two. */
    static <T> CompletableFuture<T> run(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, each -> {
            Thread thread = new Thread(each, "background");
            thread.setDaemon(true);
            thread.start();
        });
    }
}

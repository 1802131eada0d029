package io.minikafka.client.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;

/** The members of a container from a start, or resumption, to the next stop or pause. Thread-safe. */
final class Members {
    private static final ThreadLocal<Boolean> MEMBER = new ThreadLocal<>();

    private final Stopping stopping = new Stopping();
    private final ThreadFactory threads;
    private final String name;
    private final List<ListenerMember> members = new ArrayList<>();
    private final CompletableFuture<Void> ended;

    /** @param stopContainer called on a member's thread when a failure of the listener is to stop the container */
    Members(ListenerRuntime runtime, ThreadFactory threads, Runnable stopContainer) {
        this.threads = threads;
        this.name = "minikafka-" + runtime.settings().id() + "-";
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < runtime.settings().concurrency(); i++) {
            ListenerMember member = new ListenerMember(runtime, stopping, stopContainer);
            members.add(member);
            ends.add(run(name + i, member));
        }
        this.ended = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    /**
     * Lets each finish the call of the listener it is in, acknowledge, and leave. Does not wait.
     *
     * @return completes, on any thread, when all have
     */
    CompletableFuture<Void> end() {
        stopping.begin();
        for (ListenerMember member : members) {
            // Leaving may wait for an answer: not on the caller's thread, and not one member after the other.
            CompletableFuture<Void> ignored = run(name + "leaving", member::wakeUp);
        }
        return ended;
    }

    /** Whether the calling thread is a member's, and a listener's method, perhaps, calls: it cannot wait for itself. */
    static boolean isCaller() {
        return MEMBER.get() != null;
    }

    private CompletableFuture<Void> run(String threadName, Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = threads.newThread(() -> {
            MEMBER.set(true);
            try {
                task.run();
            } finally {
                done.complete(null);
            }
        });
        thread.setName(threadName);
        thread.start();
        return done;
    }
}

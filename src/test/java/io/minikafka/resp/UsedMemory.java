package io.minikafka.resp;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;

/** What this process holds, in bytes. */
final class UsedMemory {
    private UsedMemory() {}

    /** After a collection. */
    static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What the door's allocator has reserved. */
    static long direct() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}

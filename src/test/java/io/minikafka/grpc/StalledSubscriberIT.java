package io.minikafka.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.minikafka.store.Bytes;
import io.minikafka.store.Durability;
import io.minikafka.store.Message;
import io.minikafka.store.MessageStore;
import io.minikafka.store.TopicName;
import io.minikafka.store.TopicPartition;
import io.minikafka.store.TopicSettings;
import io.minikafka.v1.MessageServiceGrpc;
import io.minikafka.v1.SubscribeRequest;
import io.minikafka.v1.SubscribeResponse;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that subscribe, or join a group, and never read, with 200 MB waiting for each. */
class StalledSubscriberIT {
    private static final int MEGABYTE = 1 << 20;
    private static final int WAITING_MEGABYTES = 200;
    private static final int SUBSCRIBERS = 20;

    /** One response for each, and as much again for frames and rounding. */
    private static final long MOST_DIRECT_BYTES = 2L * SUBSCRIBERS * ReplyLimits.DEFAULT.defaultPushBytes();

    private static final long MOST_HEAP_GROWTH = 16L * MEGABYTE;

    @TempDir
    Path directory;

    /** How a client reads. */
    enum Reader {
        SUBSCRIBER(1) {
            @Override
            Received<?, ?> open(ManagedChannel channel) {
                Received<SubscribeRequest, SubscribeResponse> subscriber = Received.stalled();
                MessageServiceGrpc.newStub(channel)
                        .subscribe(SubscribeRequest.newBuilder().setTopic("t").build(), subscriber);
                return subscriber;
            }
        },
        /** Is told its assignment, too. */
        GROUP_OF_ITS_OWN(2) {
            private final AtomicInteger groups = new AtomicInteger();

            @Override
            Received<?, ?> open(ManagedChannel channel) {
                TestConsumer consumer = TestConsumer.stalled(channel);
                consumer.send(TestConsumer.joining("group-" + groups.incrementAndGet(), "t"));
                consumer.credit(Integer.MAX_VALUE);
                return consumer.call;
            }
        };

        private final int responses;

        /** @param responses how many it is sent at most */
        Reader(int responses) {
            this.responses = responses;
        }

        /** Has asked for everything, and reads nothing. */
        abstract Received<?, ?> open(ManagedChannel channel);
    }

    @ParameterizedTest
    @MethodSource("storesAndReaders")
    void theServersMemoryStaysFlat(TestStore kind, Reader reader) {
        try (MessageStore store = kind.open(directory.resolve("root"), Clock.systemUTC())) {
            TopicPartition partition = TopicPartition.of("t", 0);
            store.createTopic(TopicName.of("t"), TopicSettings.DEFAULT.withDurability(Durability.OS));
            for (int i = 0; i < WAITING_MEGABYTES; i++) {
                store.append(partition, megabyte()).join();
            }
            UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
            CallWatch watch = new CallWatch();
            try (TestDoor door = new TestDoor(
                    store,
                    broker -> broker,
                    builder -> builder.withChildOption(ChannelOption.ALLOCATOR, buffers)
                            .intercept(watch))) {
                // The least window there is, so that hardly anything waits at the client, which is of this process too.
                ManagedChannel narrow =
                        TestDoor.clientOf(door.port()).flowControlWindow(1_024).build();
                // All classes are loaded and all pools filled by one that reads a little.
                Received<?, ?> first = reader.open(narrow);
                first.request(2);
                first.next();
                first.cancel();
                long heapBefore = usedHeap();

                for (int i = 0; i < SUBSCRIBERS; i++) {
                    reader.open(narrow);
                }
                await().untilAtomic(watch.stalled, greaterThanOrEqualTo(SUBSCRIBERS));

                assertThat(usedHeap() - heapBefore).as("growth of the heap").isLessThan(MOST_HEAP_GROWTH);
                assertThat(buffers.metric().usedDirectMemory())
                        .as("direct memory of the server's connections")
                        .isBetween(1L, MOST_DIRECT_BYTES);
                assertThat(watch.responses)
                        .as("responses handed to gRPC")
                        .hasValueLessThanOrEqualTo(reader.responses * SUBSCRIBERS + 4);
                narrow.shutdownNow();
            }
        }
    }

    static Stream<Arguments> storesAndReaders() {
        return Arrays.stream(TestStore.values())
                .flatMap(kind -> Arrays.stream(Reader.values()).map(reader -> Arguments.of(kind, reader)));
    }

    private static List<Message> megabyte() {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 1_024; i++) {
            messages.add(Message.of(Bytes.wrap(new byte[1_024])));
        }
        return messages;
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Sees how much the service hands over, and how many calls have refused to take more. */
    private static final class CallWatch implements ServerInterceptor {
        private final AtomicInteger responses = new AtomicInteger();
        private final AtomicInteger stalled = new AtomicInteger();

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            return next.startCall(
                    new SimpleForwardingServerCall<Q, R>(call) {
                        private boolean hasSent;
                        private boolean isCounted;

                        @Override
                        public void sendMessage(R response) {
                            responses.incrementAndGet();
                            hasSent = true;
                            super.sendMessage(response);
                        }

                        @Override
                        public boolean isReady() {
                            boolean ready = super.isReady();
                            if (!ready && hasSent && !isCounted) {
                                stalled.incrementAndGet();
                                isCounted = true;
                            }
                            return ready;
                        }
                    },
                    headers);
        }
    }
}

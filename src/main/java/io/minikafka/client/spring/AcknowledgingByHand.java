package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link AckMode#MANUAL}. An acknowledgement to the server stands for all before it in the partition, so one is sent
 * only for what has nothing outstanding before it. The {@link Acknowledgment}s may be used by any thread.
 *
 * <p>A partition that has moved away and come back delivers again what was outstanding: then the earlier deliveries no
 * longer count.
 */
final class AcknowledgingByHand implements Acknowledging {
    private final Commits commits;
    private final Map<Partition, Deliveries> partitions = new HashMap<>();
    private Delivery[] polled = {};

    AcknowledgingByHand(Commits commits) {
        this.commits = commits;
    }

    private record Partition(String topic, int number) {}

    @Override
    public void polled(List<ConsumedMessage> messages) {
        polled = new Delivery[messages.size()];
        for (int i = 0; i < polled.length; i++) {
            polled[i] = delivery(messages.get(i));
        }
    }

    private Delivery delivery(ConsumedMessage message) {
        Partition partition = new Partition(message.topic(), message.partition());
        Deliveries deliveries = partitions.get(partition);
        if (deliveries == null || !deliveries.isBehind(message)) {
            if (deliveries != null) {
                deliveries.forget();
            }
            deliveries = new Deliveries(commits);
            partitions.put(partition, deliveries);
        }
        return deliveries.add(message);
    }

    @Override
    public Acknowledgment of(int from, int to) {
        if (to - from == 1) {
            return polled[from];
        }
        Delivery[] several = Arrays.copyOfRange(polled, from, to);
        return () -> {
            for (Delivery delivery : several) {
                delivery.acknowledge();
            }
        };
    }

    @Override
    public void processed(int from, int to) {}

    @Override
    public void settled(int from, int to) {
        for (int i = from; i < to; i++) {
            polled[i].acknowledge();
        }
    }

    @Override
    public void flush() {}

    /** What one partition has delivered and is not acknowledged to the server, oldest first. */
    private static final class Deliveries {
        private final Commits commits;
        private final ArrayDeque<Delivery> outstanding = new ArrayDeque<>();
        private long lastOffset = -1;

        Deliveries(Commits commits) {
            this.commits = commits;
        }

        synchronized boolean isBehind(ConsumedMessage message) {
            return lastOffset < message.offset();
        }

        synchronized Delivery add(ConsumedMessage message) {
            lastOffset = message.offset();
            Delivery delivery = new Delivery(message, this);
            outstanding.add(delivery);
            return delivery;
        }

        synchronized void forget() {
            outstanding.clear();
        }

        synchronized void acknowledged(Delivery delivery) {
            delivery.acknowledged = true;
            ConsumedMessage last = null;
            for (Delivery head = outstanding.peek(); head != null && head.acknowledged; head = outstanding.peek()) {
                last = head.message;
                outstanding.remove();
            }
            if (last != null) {
                // Within the lock, so that the latest is sent last.
                commits.commit(last);
            }
        }
    }

    private static final class Delivery implements Acknowledgment {
        private final ConsumedMessage message;
        private final Deliveries deliveries;
        private boolean acknowledged;

        Delivery(ConsumedMessage message, Deliveries deliveries) {
            this.message = message;
            this.deliveries = deliveries;
        }

        @Override
        public void acknowledge() {
            deliveries.acknowledged(this);
        }
    }
}

package io.minikafka.bench;

import com.sun.management.OperatingSystemMXBean;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.Producer;
import io.minikafka.client.ProducerMessage;
import io.minikafka.client.TestServer;
import io.minikafka.client.spring.EnableMinikafkaListeners;
import io.minikafka.client.spring.ListenerDefaults;
import io.minikafka.client.spring.MinikafkaListener;
import io.minikafka.client.spring.MinikafkaListenerRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.messaging.Message;

/**
 * What listener methods cost: messages a second, by the kind of their parameter, beside a group consumer that polls and
 * acknowledges by itself. Server and client share this process and its processors, whose time counts both; on a busy
 * machine that tells more than the rate. Each number is the median of rounds
 * in which all take turns.
 */
public final class ListenerReport {
    private static final int MESSAGES = 1_000_000;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 5;

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private ListenerReport() {}

    private interface Run {
        /** Returns the nanoseconds from joining until the last message. */
        long drain(MessagingClient client, String group) throws InterruptedException;
    }

    /** One thread calls it. */
    abstract static class Counting {
        final CountDownLatch all = new CountDownLatch(1);
        private int count;

        void count(int messages) {
            count += messages;
            if (count >= MESSAGES) {
                all.countDown();
            }
        }
    }

    static class OfMessages extends Counting {
        @MinikafkaListener(topics = "load", autoStartup = "false")
        void on(ConsumedMessage message) {
            count(1);
        }
    }

    static class OfBytes extends Counting {
        @MinikafkaListener(topics = "load", autoStartup = "false")
        void on(byte[] value) {
            count(1);
        }
    }

    static class OfBatches extends Counting {
        @MinikafkaListener(topics = "load", batch = true, autoStartup = "false")
        void on(List<ConsumedMessage> messages) {
            count(messages.size());
        }
    }

    static class OfSpringMessages extends Counting {
        @MinikafkaListener(topics = "load", autoStartup = "false")
        void on(Message<byte[]> message) {
            count(1);
        }
    }

    @EnableMinikafkaListeners
    static class Enabled {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, Run> runs = new LinkedHashMap<>();
        runs.put("group consumer", ListenerReport::poll);
        runs.put("ConsumedMessage", (client, group) -> listen(client, group, new OfMessages()));
        runs.put("byte[]", (client, group) -> listen(client, group, new OfBytes()));
        runs.put("List<ConsumedMessage>", (client, group) -> listen(client, group, new OfBatches()));
        runs.put("Message<byte[]>", (client, group) -> listen(client, group, new OfSpringMessages()));
        Map<String, double[]> rates = new LinkedHashMap<>();
        Map<String, double[]> costs = new LinkedHashMap<>();
        try (TestServer server = new TestServer();
                MinikafkaClient client = server.client()) {
            fill(client);
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (Map.Entry<String, Run> run : runs.entrySet()) {
                    long busy = PROCESS.getProcessCpuTime();
                    long nanos = run.getValue().drain(client, "group " + round + run.getKey());
                    if (round >= 0) {
                        rates.computeIfAbsent(run.getKey(), name -> new double[ROUNDS])[round] = MESSAGES * 1e9 / nanos;
                        costs.computeIfAbsent(run.getKey(), name -> new double[ROUNDS])[round] =
                                (PROCESS.getProcessCpuTime() - busy) / 1e3 / MESSAGES;
                    }
                }
            }
        }
        double plain = median(rates.get("group consumer"));
        rates.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "%-24s %,10.0f/s %4.0f %%   %.2f us of processors a message%n",
                name,
                median(all),
                100 * median(all) / plain,
                median(costs.get(name))));
    }

    private static void fill(MinikafkaClient client) {
        try (Producer producer = client.producer("load")) {
            byte[] value = new byte[100];
            for (int i = 0; i < MESSAGES; i++) {
                producer.sendAsync(ProducerMessage.of(value));
            }
            producer.flush();
        }
    }

    private static long poll(MessagingClient client, String group) {
        try (GroupConsumer consumer = client.join(GroupSubscription.of(group, "load"))) {
            long start = System.nanoTime();
            int count = 0;
            while (count < MESSAGES) {
                List<ConsumedMessage> messages = consumer.poll(Duration.ofSeconds(5));
                count += messages.size();
                consumer.acknowledge(messages);
            }
            return System.nanoTime() - start;
        }
    }

    private static long listen(MessagingClient client, String group, Counting listener) throws InterruptedException {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(
                    MessagingClient.class, () -> client, definition -> definition.setDestroyMethodName(""));
            context.registerBean(ListenerDefaults.class, () -> ListenerDefaults.DEFAULT.withGroup(group));
            context.registerBean("listener", Counting.class, () -> listener);
            context.register(Enabled.class);
            context.refresh();
            long start = System.nanoTime();
            context.getBean(MinikafkaListenerRegistry.class).containers().forEach(SmartLifecycle::start);
            listener.all.await();
            return System.nanoTime() - start;
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

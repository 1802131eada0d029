package io.minikafka.bench.resp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A Kafka broker as a process of its own, on a free port of loopback. */
public final class KafkaProcess implements AutoCloseable {
    private static final long GRACE_SECONDS = 20;

    private final Process process;
    private final String address;

    private KafkaProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    public static KafkaProcess start() throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KafkaProcess.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("ready ")) {
                // Whatever else it says must not fill the pipe.
                Thread drain = new Thread(() -> lines.lines().forEach(said -> {}));
                drain.setDaemon(true);
                drain.start();
                return new KafkaProcess(process, line.substring("ready ".length()));
            }
        }
        throw new IOException("The Kafka broker did not start");
    }

    public String address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The broker's process. */
    public static void main(String[] args) throws InterruptedException {
        EmbeddedKafkaKraftBroker kafka = new EmbeddedKafkaKraftBroker(1, 1);
        kafka.brokerProperty("group.initial.rebalance.delay.ms", "0");
        kafka.brokerProperty("auto.create.topics.enable", "false");
        kafka.brokerProperty("offsets.topic.num.partitions", "1");
        kafka.afterPropertiesSet();
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::destroy));
        System.out.println("ready " + kafka.getBrokersAsString());
        Thread.currentThread().join();
    }
}

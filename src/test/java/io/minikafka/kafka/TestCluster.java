package io.minikafka.kafka;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A Kafka cluster of one broker inside this process, at a free loopback port. Speaks the real protocol to disk. */
public final class TestCluster implements AutoCloseable {
    private final EmbeddedKafkaKraftBroker kafka = new EmbeddedKafkaKraftBroker(1, 1);

    /** The one that most tests share; each uses topics and groups of its own names. It ends with the process. */
    public static TestCluster shared() {
        return Shared.CLUSTER;
    }

    private static final class Shared {
        private static final TestCluster CLUSTER = start(Map.of());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(CLUSTER::close));
        }
    }

    /** @param properties of the broker, over those that make it quick and small */
    public static TestCluster start(Map<String, String> properties) {
        return new TestCluster(properties);
    }

    private TestCluster(Map<String, String> properties) {
        for (String talkative : List.of("org.apache.kafka", "kafka", "state.change.logger")) {
            ((Logger) LoggerFactory.getLogger(talkative)).setLevel(Level.WARN);
        }
        kafka.brokerProperty("group.initial.rebalance.delay.ms", "0");
        kafka.brokerProperty("group.min.session.timeout.ms", "100");
        kafka.brokerProperty("group.consumer.min.heartbeat.interval.ms", "100");
        kafka.brokerProperty("group.consumer.heartbeat.interval.ms", "100");
        kafka.brokerProperty("auto.create.topics.enable", "false");
        kafka.brokerProperty("offsets.topic.num.partitions", "1");
        kafka.brokerProperty("offsets.topic.replication.factor", "1");
        kafka.brokerProperty("transaction.state.log.num.partitions", "1");
        kafka.brokerProperty("transaction.state.log.replication.factor", "1");
        kafka.brokerProperty("transaction.state.log.min.isr", "1");
        kafka.brokerProperty("log.message.timestamp.type", "LogAppendTime");
        // A broker that was stopped may come back soon.
        kafka.brokerProperty("broker.heartbeat.interval.ms", "100");
        kafka.brokerProperty("broker.session.timeout.ms", "3000");
        properties.forEach(kafka::brokerProperty);
        kafka.afterPropertiesSet();
    }

    /** Its address, for clients. */
    public String bootstrapServers() {
        return kafka.getBrokersAsString();
    }

    /** Stops the broker, keeping what it has. */
    public void stopBroker() {
        kafka.getCluster().brokers().values().forEach(broker -> {
            broker.shutdown();
            broker.awaitShutdown();
        });
    }

    /** Starts the broker again, at the same address. */
    public void startBroker() {
        kafka.getCluster().brokers().values().forEach(broker -> broker.startup());
    }

    @Override
    public void close() {
        kafka.destroy();
    }
}

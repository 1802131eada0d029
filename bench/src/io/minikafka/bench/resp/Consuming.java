package io.minikafka.bench.resp;

import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.TopicConfig;
import java.io.IOException;

/** How members of a group get and acknowledge messages one by one; replies are waited for a second. */
interface Consuming extends AutoCloseable {
    String VALUE = "v".repeat(100);
    int FILL_DEPTH = 500;

    /** Stores messages for a group to read from their beginning. */
    void fill(int messages) throws IOException;

    /** A new connection, which is a member of the group from its first {@link #poll} on. */
    RespClient join(int member) throws IOException;

    void poll(RespClient client, int member);

    /** @param polled the reply to a poll, which is not {@link RespClient#NOTHING} */
    void acknowledge(RespClient client, Object polled);

    @Override
    void close() throws IOException;

    static Consuming of(Target.Dialect dialect, RespServer server, int partitions) throws IOException {
        return switch (dialect) {
            case OURS -> new Ours(server, partitions);
            case REDIS -> new Redis(server);
            case BARE -> throw new IllegalArgumentException("A bare server has nothing to consume");
        };
    }

    /** BLPOP and RPUSH acks. */
    final class Ours implements Consuming {
        private static final String TOPIC = "consumed";

        private final RespServer server;
        private final int partitions;
        private final MinikafkaClient topics;

        Ours(RespServer server, int partitions) {
            this.server = server;
            this.partitions = partitions;
            topics = MinikafkaClient.connect("127.0.0.1:" + server.grpcPort());
            topics.topics().create(TOPIC, TopicConfig.DEFAULT.withPartitions(partitions));
        }

        @Override
        public void fill(int messages) throws IOException {
            try (RespClient client = new RespClient(server.port())) {
                for (int i = 0; i < messages; i += FILL_DEPTH) {
                    for (int j = 0; j < FILL_DEPTH; j++) {
                        client.add("RPUSHX", "topics:" + TOPIC + (partitions == 1 ? "" : ":key" + j), VALUE);
                    }
                    client.flush();
                    for (int j = 0; j < FILL_DEPTH; j++) {
                        client.expect(client.read());
                    }
                }
            }
        }

        @Override
        public RespClient join(int member) throws IOException {
            RespClient client = new RespClient(server.port());
            // A group of its own for each run: what others have committed must not count.
            client.expect(client.call("CLIENT", "SETNAME", "group" + System.identityHashCode(this) + ":" + member));
            return client;
        }

        @Override
        public void poll(RespClient client, int member) {
            client.add("BLPOP", "topics:" + TOPIC, "1");
        }

        @Override
        public void acknowledge(RespClient client, Object polled) {
            client.add("RPUSH", "acks", TOPIC + ":" + RespClient.at(polled, 3) + ":" + RespClient.at(polled, 5));
        }

        @Override
        public void close() {
            topics.topics().delete(TOPIC);
            topics.close();
        }
    }

    /** XREADGROUP of one entry and XACK; a stream has no partitions, so all members read one. */
    final class Redis implements Consuming {
        private static final String STREAM = "consumed";
        private static final String GROUP = "group";

        private final RespServer server;

        Redis(RespServer server) throws IOException {
            this.server = server;
            try (RespClient client = new RespClient(server.port())) {
                client.expect(client.call("XGROUP", "CREATE", STREAM, GROUP, "0", "MKSTREAM"));
            }
        }

        @Override
        public void fill(int messages) throws IOException {
            try (RespClient client = new RespClient(server.port())) {
                for (int i = 0; i < messages; i += FILL_DEPTH) {
                    for (int j = 0; j < FILL_DEPTH; j++) {
                        client.add("XADD", STREAM, "*", "f", VALUE);
                    }
                    client.flush();
                    for (int j = 0; j < FILL_DEPTH; j++) {
                        client.expect(client.read());
                    }
                }
            }
        }

        @Override
        public RespClient join(int member) throws IOException {
            return new RespClient(server.port());
        }

        @Override
        public void poll(RespClient client, int member) {
            String name = "member" + member;
            client.add("XREADGROUP", "GROUP", GROUP, name, "COUNT", "1", "BLOCK", "1000", "STREAMS", STREAM, ">");
        }

        @Override
        public void acknowledge(RespClient client, Object polled) {
            Object entry = RespClient.at(RespClient.at(RespClient.at(polled, 0), 1), 0);
            client.add("XACK", STREAM, GROUP, (String) RespClient.at(entry, 0));
        }

        @Override
        public void close() throws IOException {
            try (RespClient client = new RespClient(server.port())) {
                client.expect(client.call("FLUSHALL", "SYNC"));
            }
        }
    }
}

package io.minikafka.kafka;

import java.util.Map;

/**
 * Times that the Java client wants in a certain order and librdkafka takes as they come. What was not set follows what
 * was.
 */
final class LibrdkafkaTimes {
    private static final int LONGEST_SETUP_MILLIS = 30_000;
    private static final int HEARTBEAT_MILLIS = 3_000;
    private static final int SESSION_MILLIS = 45_000;
    private static final int LINGER_MILLIS = 5;

    private LibrdkafkaTimes() {}

    static void joinConnecting(Map<String, Object> client) {
        int setup = millis(client, "socket.connection.setup.timeout.ms", 0);
        if (setup > LONGEST_SETUP_MILLIS) {
            client.put("socket.connection.setup.timeout.max.ms", (long) setup);
        }
    }

    /** Several heartbeats fit into a session. */
    static void joinConsuming(Map<String, Object> consumer) {
        boolean session = consumer.containsKey("session.timeout.ms");
        if (!session && !consumer.containsKey("heartbeat.interval.ms")) {
            return;
        }
        int sessionMillis = millis(consumer, "session.timeout.ms", SESSION_MILLIS);
        int heartbeat = millis(consumer, "heartbeat.interval.ms", Math.min(HEARTBEAT_MILLIS, sessionMillis / 3));
        if (heartbeat >= sessionMillis) {
            heartbeat = sessionMillis / 3;
        }
        consumer.put("heartbeat.interval.ms", Math.max(1, heartbeat));
    }

    /** Messages have left, and their request has ended, before their time is over. */
    static void joinProducing(Map<String, Object> producer) {
        int linger = millis(producer, "linger.ms", LINGER_MILLIS);
        if (producer.containsKey("delivery.timeout.ms")) {
            int delivery = millis(producer, "delivery.timeout.ms", 0);
            if (linger > delivery / 2) {
                linger = delivery / 2;
                producer.put("linger.ms", (long) linger);
            }
            long most = (long) delivery - linger;
            int request = millis(
                    producer, "request.timeout.ms", Math.toIntExact(KafkaSettings.DEFAULT_REQUEST_TIMEOUT.toMillis()));
            if (request > most) {
                producer.put("request.timeout.ms", (int) Math.max(1, most));
            }
        } else if (producer.containsKey("request.timeout.ms")) {
            long request = millis(producer, "request.timeout.ms", 0);
            producer.put("delivery.timeout.ms", (int) Math.min(3 * request + linger, Integer.MAX_VALUE));
        }
    }

    /** A question takes no less than one request. */
    static void joinAsking(Map<String, Object> admin) {
        if (admin.containsKey("request.timeout.ms")) {
            admin.put("default.api.timeout.ms", millis(admin, "request.timeout.ms", 0));
        }
    }

    private static int millis(Map<String, Object> settings, String name, int otherwise) {
        return settings.get(name) instanceof Number number ? number.intValue() : otherwise;
    }
}

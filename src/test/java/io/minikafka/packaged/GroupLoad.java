package io.minikafka.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupConsumer;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.MinikafkaClient;
import io.minikafka.client.MinikafkaException;
import io.minikafka.resp.RespClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The only member of a group, over one server after the other. It consumes and acknowledges one message at a time until
 * the server is gone, and checks that the group goes on behind what it acknowledged.
 */
final class GroupLoad {
    private static final Pattern OFFSET = Pattern.compile("offset\r\n:(\\d+)\r\n");

    private final String group;
    private final String topic;

    /** All below is acknowledged, and the client was told so. */
    private volatile long acknowledged;

    /** All below was sent to be acknowledged; of the last one the client may not have been told. */
    private volatile long sent;

    private boolean first;

    GroupLoad(String group, String topic) {
        this.group = group;
        this.topic = topic;
    }

    long acknowledged() {
        return acknowledged;
    }

    private void delivered(long offset) {
        if (first) {
            assertThat(offset).as("where " + group + " goes on").isBetween(acknowledged, sent);
            first = false;
        } else {
            assertThat(offset).as(group).isEqualTo(sent);
        }
        sent = offset + 1;
    }

    /** Of the message that a BLPOP replied with. */
    static long offsetOf(String reply) {
        Matcher offset = OFFSET.matcher(reply);
        assertThat(offset.find()).as(reply).isTrue();
        return Long.parseLong(offset.group(1));
    }

    /** Completes with the reply that ended it, or with the empty text when the connection just ended. */
    CompletableFuture<String> overRedis(PackagedServer server) {
        RespClient client = new RespClient(server.redisPort());
        assertThat(client.call("CLIENT", "SETNAME", group + ":member")).isEqualTo("+OK\r\n");
        first = true;
        return Background.run(() -> {
            try (client) {
                while (true) {
                    String reply = client.call("BLPOP", "topics:" + topic, "60");
                    Matcher offset = OFFSET.matcher(reply);
                    if (!offset.find()) {
                        return reply;
                    }
                    delivered(Long.parseLong(offset.group(1)));
                    reply = client.call("RPUSH", "acks", topic + ":0:" + (sent - 1));
                    if (!reply.equals(":1\r\n")) {
                        return reply;
                    }
                    acknowledged = sent;
                }
            } catch (UncheckedIOException e) {
                return "";
            }
        });
    }

    /** By our client; completes with how it learnt of the end. */
    CompletableFuture<MinikafkaException.Kind> overGrpc(PackagedServer server) {
        first = true;
        return Background.run(() -> {
            try (MinikafkaClient client = MinikafkaClient.connect("127.0.0.1:" + server.grpcPort());
                    GroupConsumer consumer = client.join(GroupSubscription.of(group, topic))) {
                while (true) {
                    for (ConsumedMessage message : consumer.poll(Duration.ofSeconds(2))) {
                        delivered(message.offset());
                        consumer.acknowledge(message).join();
                        acknowledged = sent;
                    }
                }
            } catch (MinikafkaException e) {
                return e.kind();
            } catch (CompletionException e) {
                if (e.getCause() instanceof MinikafkaException failure) {
                    return failure.kind();
                }
                throw e;
            }
        });
    }
}

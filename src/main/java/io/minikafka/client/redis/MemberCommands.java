package io.minikafka.client.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.minikafka.client.ConsumedMessage;
import io.minikafka.client.GroupSubscription;
import io.minikafka.client.MinikafkaException;
import io.minikafka.client.MinikafkaException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a member of a group says over its connection. */
final class MemberCommands {
    /** Not 0, which is for ever. With its unit, since what a number alone means is the server's to say. */
    private static final String AT_ONCE = "0.001ms";

    /** One that Lettuce has no name for. */
    private static final ProtocolKeyword RESET = new ProtocolKeyword() {
        @Override
        public byte[] getBytes() {
            return bytes(toString());
        }

        @Override
        public String toString() {
            return "RESET";
        }
    };

    private final GroupSubscription subscription;
    private final byte[] key;
    private final byte[] joiningKey;
    private final CommandArgs<byte[], byte[]> popAtOnce;

    MemberCommands(GroupSubscription subscription) {
        this.subscription = subscription;
        String topics = "topics:" + String.join(",", subscription.topics());
        this.key = bytes(topics);
        this.joiningKey = bytes(topics + ":" + settings());
        this.popAtOnce = pop(key, AT_ONCE);
    }

    private String settings() {
        String start = switch (subscription.startAt()) {
            case EARLIEST -> "earliest";
            case LATEST -> "latest";
        };
        return "{\"auto.offset.reset\":\"" + start + "\",\"max.poll.interval.ms\":"
                + Math.max(1, subscription.maxPollInterval().toMillis()) + "}";
    }

    /** What the protocol could only misread; null for nothing. What else may be wrong, the server says. */
    @Nullable
    MinikafkaException refusal() {
        if (subscription.group().indexOf(':') >= 0) {
            return new MinikafkaException(
                    Kind.INVALID_ARGUMENT,
                    "The group is '" + subscription.group()
                            + "'; accepted over the Redis protocol is a name without ':'");
        }
        for (String topic : subscription.topics()) {
            if (topic.indexOf(':') >= 0 || topic.indexOf(',') >= 0) {
                return new MinikafkaException(
                        Kind.INVALID_ARGUMENT, "The topic is '" + topic + "'; legal are a-z A-Z 0-9 . _ -");
            }
        }
        return null;
    }

    /** Names the connection. Where the member has no name of its own, each connection gets another. */
    AsyncCommand<byte[], byte[], String> setName() {
        String member = subscription.member();
        String name = member == null ? UUID.randomUUID().toString() : member;
        return new AsyncCommand<>(new Command<>(
                CommandType.CLIENT,
                new StatusOutput<>(ByteArrayCodec.INSTANCE),
                new CommandArgs<>(ByteArrayCodec.INSTANCE)
                        .add("SETNAME")
                        .add(bytes(subscription.group() + ":" + name))));
    }

    /** Joins the group; takes a message if there is one. */
    Burst join(Burst.Owner owner) {
        return new Burst(1, pop(joiningKey, AT_ONCE), popAtOnce, owner);
    }

    /** Asks for messages, for the first of which the server waits. */
    Burst pop(int length, Duration wait, Burst.Owner owner) {
        long millis = wait.toMillis();
        CommandArgs<byte[], byte[]> first = millis > 0 ? pop(key, millis + "ms") : popAtOnce;
        return new Burst(length, first, popAtOnce, owner);
    }

    /** Acknowledges messages, the latest of each partition for all before it. */
    static AsyncCommand<byte[], byte[], Long> acknowledge(Collection<ConsumedMessage> messages) {
        Map<String, Long> latest = new LinkedHashMap<>();
        for (ConsumedMessage message : messages) {
            latest.merge(message.topic() + ":" + message.partition() + ":", message.offset(), Math::max);
        }
        CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE).add("acks");
        latest.forEach((partition, offset) -> arguments.add(bytes(partition + offset)));
        return new AsyncCommand<>(
                new Command<>(CommandType.RPUSH, new IntegerOutput<>(ByteArrayCodec.INSTANCE), arguments));
    }

    /** Leaves the group, which is done when the answer comes. */
    static AsyncCommand<byte[], byte[], String> leave() {
        return new AsyncCommand<>(new Command<>(RESET, new StatusOutput<>(ByteArrayCodec.INSTANCE)));
    }

    private static CommandArgs<byte[], byte[]> pop(byte[] key, String timeout) {
        return new CommandArgs<>(ByteArrayCodec.INSTANCE).add(key).add(bytes(timeout));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

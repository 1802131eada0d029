package io.minikafka.grpc;

import io.minikafka.group.GroupName;
import io.minikafka.group.MemberSpec;
import io.minikafka.group.StartAt;
import io.minikafka.store.TopicName;
import io.minikafka.v1.ConsumeRequest.Join;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The first request of a group consumer, checked.
 *
 * @param maxMessages of one response
 * @param maxBytes of one response
 */
record JoinRequest(GroupName group, MemberSpec member, int maxMessages, int maxBytes) {
    private static final int MOST_NAME_BYTES = 255;
    private static final int MOST_TOPICS = 10_000;
    /** What Kafka accepts: milliseconds in 32 bits. */
    private static final Duration GREATEST_POLL_INTERVAL = Duration.ofMillis(Integer.MAX_VALUE);

    static JoinRequest of(Join join, ReplyLimits limits) {
        return new JoinRequest(
                GroupName.of(join.getGroup()),
                new MemberSpec(name(join), topics(join), startAt(join), maxPollInterval(join)),
                limits.messages(join.getMaxMessages()),
                limits.pushBytes(join.getMaxBytes()));
    }

    private static String name(Join join) {
        int bytes = join.getMember().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_NAME_BYTES) {
            throw GrpcFailures.invalidArgument(
                    "The member's name has " + bytes + " bytes; accepted is up to " + MOST_NAME_BYTES);
        }
        return join.getMember();
    }

    private static Set<TopicName> topics(Join join) {
        if (join.getTopicsCount() < 1 || join.getTopicsCount() > MOST_TOPICS) {
            throw GrpcFailures.invalidArgument(
                    "The number of topics is " + join.getTopicsCount() + "; accepted is 1 to " + MOST_TOPICS);
        }
        Set<TopicName> topics = new LinkedHashSet<>();
        join.getTopicsList().forEach(topic -> topics.add(TopicName.of(topic)));
        return topics;
    }

    private static StartAt startAt(Join join) {
        return switch (join.getStartAt()) {
            case START_AT_UNSPECIFIED, START_AT_EARLIEST -> StartAt.EARLIEST;
            case START_AT_LATEST -> StartAt.LATEST;
            case UNRECOGNIZED ->
                throw GrpcFailures.invalidArgument(
                        "start_at is " + join.getStartAtValue() + "; accepted is START_AT_EARLIEST or START_AT_LATEST");
        };
    }

    private static Duration maxPollInterval(Join join) {
        if (!join.hasMaxPollInterval()) {
            return MemberSpec.DEFAULT_MAX_POLL_INTERVAL;
        }
        Duration interval = ProtoTime.toDuration(join.getMaxPollInterval());
        if (interval.compareTo(GREATEST_POLL_INTERVAL) > 0) {
            throw GrpcFailures.invalidArgument("max_poll_interval is " + interval.getSeconds()
                    + " s; accepted is 1 ms to " + GREATEST_POLL_INTERVAL.toMillis() + " ms");
        }
        return interval;
    }
}

package io.minikafka.client.spring;

import io.minikafka.client.GroupSubscription;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes of annotations what containers are to do. */
record ListenerSettingsReader(ListenerExpressions expressions, ListenerDefaults defaults) {

    /**
     * @param taken the ids that others have
     * @throws IllegalArgumentException which says what is wrong
     */
    ListenerSettings read(ListenerEndpoint endpoint, Predicate<String> taken) {
        MinikafkaListener annotation = endpoint.annotation();
        String id = expressions.text("id", annotation.id());
        return new ListenerSettings(
                id == null ? freeId(endpoint.name(), taken) : id,
                subscription(annotation),
                expressions.integer("concurrency", annotation.concurrency(), defaults.concurrency()),
                annotation.batch(),
                atMostOne("ack mode", annotation.ackMode(), defaults.ackMode()),
                expressions.bool("autoStartup", annotation.autoStartup(), defaults.autoStartup()),
                defaults.shutdownTimeout());
    }

    /** What becomes of messages that retries have not helped. */
    ListenerErrorHandler errorHandler(MinikafkaListener annotation, ListenerSettings settings) {
        String topic = deadLetterTopic(annotation);
        AfterRetries after = atMostOne("afterRetries", annotation.afterRetries(), defaults.afterRetries());
        if (topic != null && annotation.afterRetries().length == 1 && after != AfterRetries.DEAD_LETTER) {
            throw new IllegalArgumentException(
                    "The deadLetterTopic is '" + topic + "' with afterRetries " + after + "; accepted is one of them");
        }
        if (topic != null && settings.subscription().topics().contains(topic)) {
            throw new IllegalArgumentException("The deadLetterTopic is '" + topic
                    + "', which the listener reads; accepted is another: dead letters would come back for ever");
        }
        return new DefaultListenerErrorHandler(
                RetryPauses.of(defaults.backOff(), settings.subscription().maxPollInterval()),
                topic == null ? after : AfterRetries.DEAD_LETTER,
                new DeadLetterTopics(topic, defaults.deadLetterSuffix()));
    }

    private @Nullable String deadLetterTopic(MinikafkaListener annotation) {
        return expressions.text("deadLetterTopic", annotation.deadLetterTopic());
    }

    private GroupSubscription subscription(MinikafkaListener annotation) {
        String named = expressions.text("group", annotation.group());
        String group = named == null ? defaults.group() : named;
        if (group == null) {
            throw new IllegalArgumentException("There is no consumer group; accepted is a name, in the annotation's"
                    + " 'group' or, for all listeners, in the ListenerDefaults"
                    + " (with Spring Boot the property minikafka.client.listener.group)");
        }
        List<String> topics = expressions.texts(annotation.topics());
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("There is no topic; accepted is one or more names");
        }
        return GroupSubscription.of(group, topics)
                .withStartAt(expressions.constant("startAt", annotation.startAt(), defaults.startAt()))
                .withMaxPollInterval(expressions.duration(
                        "maxPollInterval", annotation.maxPollInterval(), defaults.maxPollInterval()))
                .withMaxPollMessages(expressions.integer(
                        "maxPollMessages", annotation.maxPollMessages(), defaults.maxPollMessages()))
                .withPrefetch(defaults.prefetch());
    }

    private static String freeId(String name, Predicate<String> taken) {
        String id = name;
        for (int number = 2; taken.test(id); number++) {
            id = name + "-" + number;
        }
        return id;
    }

    private static <T> T atMostOne(String attribute, T[] values, T otherwise) {
        if (values.length > 1) {
            throw new IllegalArgumentException(
                    "The " + attribute + " is " + List.of(values) + "; accepted is at most one");
        }
        return values.length == 0 ? otherwise : values[0];
    }
}

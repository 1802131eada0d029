package io.minikafka.server;

import io.minikafka.broker.Broker;
import io.minikafka.http.CallersBroker;
import io.minikafka.http.History;
import io.minikafka.http.History.Numbers;
import io.minikafka.http.HistoryController;
import io.minikafka.http.HttpSettings;
import io.minikafka.metrics.GroupLagMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** What is remembered of topics and groups, for who comes to look at charts. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "minikafka.http.enabled", matchIfMissing = true)
class HistoryConfiguration {
    /** Of topics none over Kafka: each look at one is several requests to the cluster. */
    @Bean
    History topicHistory(MinikafkaProperties properties, Environment environment) {
        HistoryProperties settings = properties.history();
        boolean cheap = !environment.acceptsProfiles(Profiles.of("kafka"));
        return new History(cheap ? settings.interval() : Duration.ZERO, settings.length(), settings.maxTopics());
    }

    @Bean
    @Nullable
    TopicSampler topicSampler(
            Broker broker,
            History topicHistory,
            MinikafkaProperties properties,
            ScheduledExecutorService waitTimer,
            Clock clock) {
        return topicHistory.interval().isZero()
                ? null
                : new TopicSampler(
                        broker,
                        topicHistory,
                        properties.history().maxTopics(),
                        topicHistory.interval(),
                        waitTimer,
                        clock);
    }

    /** Hears what is asked for the metrics anyway. */
    @Bean
    History groupHistory(ObjectProvider<GroupLagMetrics> metrics, MinikafkaProperties properties, Clock clock) {
        HistoryProperties settings = properties.history();
        History history = new History(properties.metrics().groupLagInterval(), settings.length(), settings.maxGroups());
        metrics.ifAvailable(asking -> asking.whenAsked(groups -> {
            SortedMap<String, Numbers> seen = new TreeMap<>();
            groups.forEach(group -> seen.put(
                    group.name().value(),
                    new Numbers(
                            group.partitions().stream()
                                    .mapToLong(each -> each.lag())
                                    .sum(),
                            group.partitions().stream()
                                    .mapToLong(each -> each.skipped())
                                    .sum())));
            history.add(clock.instant(), seen);
        }));
        return history;
    }

    @Bean
    HistoryController historyController(
            CallersBroker broker, HttpSettings settings, History topicHistory, History groupHistory) {
        return new HistoryController(broker, settings, topicHistory, groupHistory);
    }
}

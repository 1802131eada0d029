package io.minikafka.resp;

import io.minikafka.store.StoreException;
import io.minikafka.store.TopicName;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What {@code BLPOP} asks for: {@code topics:<t1>[,<t2>…][:<settings>]}, one or several of them, and a timeout.
 *
 * @param topicsText the topics as the client gave them, separated by commas
 * @param settings a JSON object, unread; empty for none
 * @param timeout as the client gave it; empty for none
 */
record PopRequest(String topicsText, Set<TopicName> topics, String settings, String timeout) {
    private static final int MOST_TOPICS = 1_000;
    private static final String PREFIX = "topics:";

    /** @throws CommandException when the keys name no topics */
    static PopRequest of(Request request) {
        int last = request.size() - 1;
        boolean hasTimeout = last > 1 && !isKey(request.text(last));
        StringJoiner topicsText = new StringJoiner(",");
        Set<TopicName> topics = new LinkedHashSet<>();
        String settings = "";
        for (int i = 1; i <= Math.max(1, hasTimeout ? last - 1 : last); i++) {
            String key = i < request.size() ? request.text(i) : "";
            int end = key.indexOf(':', PREFIX.length());
            if (!isKey(key) || key.length() == PREFIX.length() || end == PREFIX.length()) {
                throw new CommandException(unreadable(key));
            }
            String names = key.substring(PREFIX.length(), end < 0 ? key.length() : end);
            topicsText.add(names);
            addNames(key, names, topics);
            if (end >= 0 && end + 1 < key.length()) {
                settings = key.substring(end + 1);
            }
        }
        return new PopRequest(topicsText.toString(), topics, settings, hasTimeout ? request.text(last) : "");
    }

    private static boolean isKey(String text) {
        return text.startsWith(PREFIX);
    }

    private static void addNames(String key, String names, Set<TopicName> topics) {
        try {
            for (String name : names.split(",", -1)) {
                topics.add(TopicName.of(name));
            }
            if (topics.size() > MOST_TOPICS) {
                throw new CommandException(
                        unreadable(key) + "; the limit is " + MOST_TOPICS + " topics, these are " + topics.size());
            }
        } catch (StoreException e) {
            throw new CommandException(unreadable(key) + "; " + e.getMessage());
        }
    }

    private static String unreadable(String key) {
        return "CONS Cannot parse topics from `" + ErrorTexts.shown(key) + "`";
    }
}

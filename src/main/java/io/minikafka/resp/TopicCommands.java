package io.minikafka.resp;

import io.minikafka.broker.BrokerException;
import io.minikafka.resp.Command.Flag;
import io.minikafka.store.StoreException;
import io.minikafka.store.TopicDescription;
import io.minikafka.store.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Topics as tools for Redis look for them: keys {@code topics:<name>} of type list; and the counters under {@code stats}. */
final class TopicCommands {
    private static final String PREFIX = "topics:";
    private static final String STATS = "stats";
    private static final String GROUP = "topic";

    /** A cluster's own, which are nobody's business. */
    private static final Set<String> INTERNAL = Set.of("__consumer_offsets", "__transaction_state");

    private final RespStatistics statistics;

    TopicCommands(RespStatistics statistics) {
        this.statistics = statistics;
    }

    List<Command> all() {
        return List.of(
                command("keys", -1, "Lists the topics: KEYS topics:", this::keys),
                command("scan", -2, "Lists the topics: SCAN 0 [MATCH <pattern>] [COUNT <n>] [TYPE <type>]", this::scan),
                command("type", 2, "Tells that a topic is a list", this::type),
                command("dbsize", 1, "Counts the topics", this::count),
                command("exists", -2, "Counts those keys that exist", this::exists),
                command("llen", 2, "Counts a topic's retained messages", this::length),
                command("hgetall", -1, "Returns the counters: HGETALL stats", this::counters),
                Command.of(
                        "del",
                        -1,
                        GROUP,
                        "Sets the counters to 0: DEL stats",
                        this::reset,
                        Flag.WRITE,
                        Flag.NEEDS_ADMINISTRATOR));
    }

    private static Command command(String name, int arity, String summary, Command.Handler handler) {
        return Command.of(name, arity, GROUP, summary, handler, Flag.READONLY);
    }

    private void keys(RespConnection connection, Request request) {
        String pattern = request.size() < 2 ? "" : request.text(1);
        if (request.size() != 2 || !pattern.equals(PREFIX)) {
            throw new CommandException("ERR Expected argument to be 'topics:', got " + ErrorTexts.shown(pattern));
        }
        replyWith(connection, keys(connection), keys -> out -> bulks(out, keys));
    }

    private void scan(RespConnection connection, Request request) {
        if (!isCursor(request.text(1))) {
            throw new CommandException("ERR invalid cursor");
        }
        String match = "*";
        boolean lists = true;
        for (int i = 2; i < request.size(); i += 2) {
            if (i + 1 == request.size()) {
                throw new CommandException(ErrorTexts.SYNTAX);
            }
            if (request.is(i, "MATCH")) {
                match = request.text(i + 1);
            } else if (request.is(i, "TYPE")) {
                lists = request.is(i + 1, "LIST");
            } else if (!request.is(i, "COUNT")) {
                throw new CommandException(ErrorTexts.SYNTAX);
            } else if (Numbers.integer(request.text(i + 1), ErrorTexts.NOT_AN_INTEGER) < 1) {
                throw new CommandException(ErrorTexts.SYNTAX);
            }
        }
        String pattern = lists ? match : "";
        replyWith(connection, keys(connection), keys -> {
            List<String> matching =
                    keys.stream().filter(key -> Glob.matches(pattern, key)).toList();
            return out -> {
                out.array(2);
                out.bulk("0");
                bulks(out, matching);
            };
        });
    }

    private static boolean isCursor(String text) {
        return !text.isEmpty() && text.length() <= 20 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void count(RespConnection connection, Request request) {
        replyWith(connection, keys(connection), keys -> out -> out.integer(keys.size()));
    }

    private void type(RespConnection connection, Request request) {
        String key = request.text(1);
        if (key.equals(STATS)) {
            connection.reply(out -> out.simple("hash"));
            return;
        }
        replyWith(connection, describe(connection, key), topic -> out -> out.simple(topic.isEmpty() ? "none" : "list"));
    }

    private void exists(RespConnection connection, Request request) {
        List<String> asked = new ArrayList<>();
        for (int i = 1; i < request.size(); i++) {
            asked.add(request.text(i));
        }
        replyWith(connection, keys(connection), keys -> {
            Set<String> all = Set.copyOf(keys);
            long found = asked.stream()
                    .filter(key -> key.equals(STATS) || all.contains(key))
                    .count();
            return out -> out.integer(found);
        });
    }

    private void length(RespConnection connection, Request request) {
        replyWith(connection, describe(connection, request.text(1)), topic -> {
            long retained = topic.stream()
                    .flatMap(description -> description.partitions().stream())
                    .mapToLong(partition -> partition.logEndOffset() - partition.logStartOffset())
                    .sum();
            return out -> out.integer(retained);
        });
    }

    private void counters(RespConnection connection, Request request) {
        expectStats(request);
        Map<String, Long> values = statistics.values();
        connection.reply(out -> {
            out.map(values.size());
            values.forEach((name, value) -> {
                out.bulk(name);
                out.bulk(value);
            });
        });
    }

    private void reset(RespConnection connection, Request request) {
        expectStats(request);
        statistics.reset();
        connection.reply(out -> out.integer(1));
    }

    private static void expectStats(Request request) {
        if (request.size() != 2 || !request.is(1, "STATS")) {
            String key = request.size() < 2 ? "" : ErrorTexts.shown(request.argument(1));
            throw new CommandException("ERR Expected key to be 'stats', got " + key.toUpperCase(Locale.ROOT));
        }
    }

    private static CompletableFuture<List<String>> keys(RespConnection connection) {
        return connection
                .session()
                .broker()
                .topics()
                .thenApply(topics -> topics.stream()
                        .map(TopicName::value)
                        .filter(name -> !INTERNAL.contains(name))
                        .map(PREFIX::concat)
                        .toList());
    }

    /** The topic of that key, or none. */
    private static CompletableFuture<List<TopicDescription>> describe(RespConnection connection, String key) {
        TopicName topic = topic(key);
        if (topic == null) {
            return CompletableFuture.completedFuture(List.of());
        }
        return connection.session().broker().describeTopic(topic).handle((description, failure) -> {
            if (failure == null) {
                return List.of(description);
            }
            BrokerException refusal = BrokerException.in(failure);
            if (refusal != null && refusal.code() == BrokerException.Code.UNKNOWN_TOPIC) {
                return List.of();
            }
            throw new CompletionException(failure);
        });
    }

    private static @Nullable TopicName topic(String key) {
        if (!key.startsWith(PREFIX)) {
            return null;
        }
        try {
            return TopicName.of(key.substring(PREFIX.length()));
        } catch (StoreException e) {
            return null;
        }
    }

    private static <T> void replyWith(
            RespConnection connection, CompletableFuture<T> future, Function<T, Reply> reply) {
        connection.replyWith(future, (value, failure) -> {
            if (failure != null) {
                String text = RespFailures.ERR.text(failure);
                return out -> out.error(text);
            }
            return reply.apply(Objects.requireNonNull(value));
        });
    }

    private static void bulks(ReplyWriter out, List<String> texts) {
        out.array(texts.size());
        texts.forEach(out::bulk);
    }
}

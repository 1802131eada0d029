package io.minikafka.kafka;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of librdkafka and of its Go binding, and what each is to Kafka's Java client. Only those that a file can
 * hold: callbacks and the like are set by a program.
 */
final class LibrdkafkaNames {
    /** Which clients a setting concerns. */
    enum Reach {
        ALL,
        CONSUMER,
        PRODUCER
    }

    /** Reads a value; null when the Java client has no counterpart for this one. */
    interface Conversion {
        /** @throws IllegalArgumentException with what is accepted, when the value is none of that */
        @Nullable
        Object of(String text);
    }

    /**
     * A setting.
     *
     * @param javaName the Java client's name; null when it has no counterpart, or the service decides. What needs several
     *     settings together keeps its name until {@link LibrdkafkaSecurity} and {@link LibrdkafkaConfig} join them
     */
    record Setting(Reach reach, @Nullable String javaName, Conversion conversion) {}

    private static final Map<String, Setting> SETTINGS = new HashMap<>();

    private LibrdkafkaNames() {}

    /** Null when librdkafka has no such setting. */
    static @Nullable Setting find(String name) {
        return SETTINGS.get(name);
    }

    static {
        connections();
        security();
        producing();
        consuming();
        leaveOut(
                "builtin.features message.copy.max.bytes receive.message.max.bytes metadata.request.timeout.ms"
                        + " topic.metadata.refresh.fast.interval.ms topic.metadata.refresh.fast.cnt"
                        + " topic.metadata.refresh.sparse topic.metadata.propagation.max.ms topic.blacklist debug"
                        + " socket.blocking.max.ms socket.keepalive.enable socket.nagle.disable socket.max.fails"
                        + " broker.address.ttl broker.address.family reconnect.backoff.jitter.ms"
                        + " statistics.interval.ms enabled_events log_level log.queue log.thread.name"
                        + " enable.random.seed log.connection.close internal.termination.signal"
                        + " api.version.request api.version.request.timeout.ms api.version.fallback.ms"
                        + " broker.version.fallback allow.auto.create.topics plugin.library.paths",
                Reach.ALL);
        // The Go binding's.
        leaveOut(
                "go.batch.producer go.delivery.reports go.delivery.report.fields go.events.channel.enable"
                        + " go.events.channel.size go.produce.channel.size go.application.rebalance.enable"
                        + " go.logs.channel.enable go.logs.channel",
                Reach.ALL);
    }

    private static void connections() {
        put("metadata.broker.list", Reach.ALL, "bootstrap.servers", LibrdkafkaNames::brokers);
        put("bootstrap.servers", Reach.ALL, "bootstrap.servers", LibrdkafkaNames::brokers);
        same("client.id client.dns.lookup metadata.recovery.strategy", Reach.ALL, text -> text);
        same(
                "metadata.recovery.rebootstrap.trigger.ms metadata.max.age.ms reconnect.backoff.ms"
                        + " reconnect.backoff.max.ms retry.backoff.ms retry.backoff.max.ms"
                        + " socket.connection.setup.timeout.ms",
                Reach.ALL,
                LibrdkafkaNames::integer);
        same("enable.metrics.push", Reach.ALL, LibrdkafkaNames::flag);
        put(
                "topic.metadata.refresh.interval.ms",
                Reach.ALL,
                "metadata.max.age.ms",
                text ->
                        // Never, as far as the Java client can.
                        integer(text) < 0 ? Integer.valueOf(Integer.MAX_VALUE) : integer(text));
        put("socket.timeout.ms", Reach.ALL, "request.timeout.ms", LibrdkafkaNames::integer);
        put("socket.send.buffer.bytes", Reach.ALL, "send.buffer.bytes", LibrdkafkaNames::zeroIsMinusOne);
        put("socket.receive.buffer.bytes", Reach.ALL, "receive.buffer.bytes", LibrdkafkaNames::zeroIsMinusOne);
        put("connections.max.idle.ms", Reach.ALL, "connections.max.idle.ms", LibrdkafkaNames::zeroIsMinusOne);
    }

    private static void security() {
        put(
                "security.protocol",
                Reach.ALL,
                "security.protocol",
                oneOf(Map.of(
                        "plaintext", "PLAINTEXT",
                        "ssl", "SSL",
                        "sasl_plaintext", "SASL_PLAINTEXT",
                        "sasl_ssl", "SASL_SSL")));
        put(
                "ssl.endpoint.identification.algorithm",
                Reach.ALL,
                "ssl.endpoint.identification.algorithm",
                oneOf(Map.of("none", "", "https", "https")));
        put("sasl.mechanisms", Reach.ALL, "sasl.mechanism", text -> text);
        same(
                "sasl.mechanism ssl.key.password ssl.key.location ssl.key.pem ssl.certificate.location"
                        + " ssl.certificate.pem ssl.ca.location ssl.ca.pem ssl.keystore.location ssl.keystore.password"
                        + " sasl.username sasl.password sasl.kerberos.service.name sasl.kerberos.principal"
                        + " sasl.kerberos.keytab sasl.oauthbearer.method sasl.oauthbearer.scope"
                        + " sasl.oauthbearer.extensions sasl.oauthbearer.token.endpoint.url sasl.oauthbearer.grant.type"
                        + " sasl.oauthbearer.client.credentials.client.id"
                        + " sasl.oauthbearer.client.credentials.client.secret sasl.oauthbearer.assertion.algorithm"
                        + " sasl.oauthbearer.assertion.private.key.file"
                        + " sasl.oauthbearer.assertion.private.key.passphrase sasl.oauthbearer.assertion.file"
                        + " sasl.oauthbearer.assertion.claim.aud sasl.oauthbearer.assertion.claim.iss"
                        + " sasl.oauthbearer.assertion.claim.sub",
                Reach.ALL,
                text -> text);
        same(
                "sasl.kerberos.min.time.before.relogin sasl.oauthbearer.assertion.claim.exp.seconds"
                        + " sasl.oauthbearer.assertion.claim.nbf.seconds",
                Reach.ALL,
                LibrdkafkaNames::integer);
        same("sasl.oauthbearer.assertion.claim.jti.include", Reach.ALL, LibrdkafkaNames::flag);
        put("sasl.oauthbearer.client.id", Reach.ALL, "sasl.oauthbearer.client.credentials.client.id", text -> text);
        put(
                "sasl.oauthbearer.client.secret",
                Reach.ALL,
                "sasl.oauthbearer.client.credentials.client.secret",
                text -> text);
        put(
                "sasl.oauthbearer.assertion.jwt.template.file",
                Reach.ALL,
                "sasl.oauthbearer.assertion.template.file",
                text -> text);
        // OpenSSL's names of ciphers and its providers are not Java's; kinit is a shell's command there.
        leaveOut(
                "ssl.cipher.suites ssl.curves.list ssl.sigalgs.list ssl.ca.certificate.stores ssl.crl.location"
                        + " ssl.providers ssl.engine.location ssl.engine.id enable.ssl.certificate.verification"
                        + " https.ca.location https.ca.pem sasl.kerberos.kinit.cmd sasl.oauthbearer.config"
                        + " enable.sasl.oauthbearer.unsecure.jwt sasl.oauthbearer.assertion.private.key.pem"
                        + " sasl.oauthbearer.metadata.authentication.type",
                Reach.ALL);
    }

    private static void producing() {
        put("message.max.bytes", Reach.PRODUCER, "max.request.size", LibrdkafkaNames::integer);
        // An idempotent producer allows no more, and needs to try again.
        Conversion inFlight = text -> Math.min(5, integer(text));
        put("max.in.flight", Reach.PRODUCER, "max.in.flight.requests.per.connection", inFlight);
        same("max.in.flight.requests.per.connection", Reach.PRODUCER, inFlight);
        Conversion retries = text -> integer(text) == 0 ? null : integer(text);
        put("message.send.max.retries", Reach.PRODUCER, "retries", retries);
        same("retries", Reach.PRODUCER, retries);
        put("queue.buffering.max.ms", Reach.PRODUCER, "linger.ms", LibrdkafkaNames::wholeMillis);
        same("linger.ms", Reach.PRODUCER, LibrdkafkaNames::wholeMillis);
        put("queue.buffering.max.kbytes", Reach.PRODUCER, "buffer.memory", text -> integer(text) * 1024L);
        put("message.timeout.ms", Reach.PRODUCER, "delivery.timeout.ms", LibrdkafkaNames::zeroIsEndless);
        same("delivery.timeout.ms", Reach.PRODUCER, LibrdkafkaNames::zeroIsEndless);
        same("request.timeout.ms batch.size compression.level", Reach.PRODUCER, LibrdkafkaNames::integer);
        Conversion codec = text -> switch (text) {
            case "none", "gzip", "snappy", "lz4", "zstd" -> text;
            case "inherit" -> null;
            default -> throw accepted("none, gzip, snappy, lz4, zstd or inherit");
        };
        put("compression.codec", Reach.PRODUCER, "compression.type", codec);
        same("compression.type", Reach.PRODUCER, codec);
        // The service's own: it waits for all replicas, is idempotent, and uses Kafka's default partitioner.
        leaveOut(
                "request.required.acks acks enable.idempotence transactional.id transaction.timeout.ms partitioner"
                        + " enable.gapless.guarantee queue.buffering.max.messages"
                        + " queue.buffering.backpressure.threshold batch.num.messages delivery.report.only.error"
                        + " sticky.partitioning.linger.ms queuing.strategy produce.offset.report",
                Reach.PRODUCER);
    }

    private static void consuming() {
        same(
                "session.timeout.ms heartbeat.interval.ms fetch.max.bytes fetch.min.bytes max.partition.fetch.bytes",
                Reach.CONSUMER,
                LibrdkafkaNames::integer);
        put("fetch.message.max.bytes", Reach.CONSUMER, "max.partition.fetch.bytes", LibrdkafkaNames::integer);
        put("fetch.wait.max.ms", Reach.CONSUMER, "fetch.max.wait.ms", LibrdkafkaNames::integer);
        same("check.crcs", Reach.CONSUMER, LibrdkafkaNames::flag);
        same("client.rack", Reach.CONSUMER, text -> text);
        same(
                "isolation.level",
                Reach.CONSUMER,
                oneOf(Map.of("read_committed", "read_committed", "read_uncommitted", "read_uncommitted")));
        same("partition.assignment.strategy", Reach.CONSUMER, LibrdkafkaNames::assignors);
        // The group is the client's, and so is where it starts; the service commits what clients acknowledge.
        leaveOut(
                "group.id group.instance.id group.protocol group.protocol.type group.remote.assignor"
                        + " auto.offset.reset max.poll.interval.ms enable.auto.commit auto.commit.enable"
                        + " auto.commit.interval.ms enable.auto.offset.store enable.partition.eof"
                        + " coordinator.query.interval.ms queued.min.messages queued.max.messages.kbytes"
                        + " fetch.queue.backoff.ms fetch.error.backoff.ms offset.store.method offset.store.path"
                        + " offset.store.sync.interval.ms consume.callback.max.messages",
                Reach.CONSUMER);
    }

    private static void put(String name, Reach reach, @Nullable String javaName, Conversion conversion) {
        if (SETTINGS.put(name, new Setting(reach, javaName, conversion)) != null) {
            throw new AssertionError("Twice: " + name);
        }
    }

    private static void same(String names, Reach reach, Conversion conversion) {
        for (String name : names.split(" ", -1)) {
            put(name, reach, name, conversion);
        }
    }

    private static void leaveOut(String names, Reach reach) {
        for (String name : names.split(" ", -1)) {
            put(name, reach, null, text -> null);
        }
    }

    private static Integer integer(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw accepted("a whole number");
        }
    }

    private static Integer zeroIsMinusOne(String text) {
        return integer(text) == 0 ? Integer.valueOf(-1) : integer(text);
    }

    private static Integer zeroIsEndless(String text) {
        return integer(text) == 0 ? Integer.valueOf(Integer.MAX_VALUE) : integer(text);
    }

    /** librdkafka reads fractions here. */
    private static Long wholeMillis(String text) {
        try {
            return (long) Math.ceil(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw accepted("a number of milliseconds");
        }
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw accepted("true or false");
        };
    }

    private static Conversion oneOf(Map<String, String> values) {
        return text -> {
            String value = values.get(text.toLowerCase(Locale.ROOT));
            if (value == null) {
                throw accepted(values.keySet().stream().sorted().collect(Collectors.joining(" or ")));
            }
            return value;
        };
    }

    private static final Pattern WITH_PORT = Pattern.compile(".*:\\d+");

    /** A port may be left out, which the Java client does not allow. */
    private static String brokers(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(broker -> !broker.isEmpty())
                .map(broker -> WITH_PORT.matcher(broker).matches() ? broker : broker + ":9092")
                .collect(Collectors.joining(","));
    }

    private static String assignors(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(name -> "org.apache.kafka.clients.consumer."
                        + switch (name) {
                            case "range" -> "RangeAssignor";
                            case "roundrobin" -> "RoundRobinAssignor";
                            case "cooperative-sticky" -> "CooperativeStickyAssignor";
                            default -> throw accepted("range, roundrobin, cooperative-sticky, or several of them");
                        })
                .collect(Collectors.joining(","));
    }

    private static IllegalArgumentException accepted(String what) {
        return new IllegalArgumentException(what);
    }
}

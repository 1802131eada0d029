package io.minikafka.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What librdkafka says in several settings and the Java client in one: who the client is, and its certificates. Takes the
 * former out of a map and puts the latter in.
 */
final class LibrdkafkaSecurity {
    private static final String MODULES = "org.apache.kafka.common.security.";

    private LibrdkafkaSecurity() {}

    /** @throws IllegalArgumentException when a file cannot be read; the message says which, and why */
    static void join(Map<String, Object> settings) {
        trusted(settings);
        own(settings);
        login(settings);
    }

    private static void trusted(Map<String, Object> settings) {
        String file = take(settings, "ssl.ca.location");
        String text = take(settings, "ssl.ca.pem");
        if (text != null) {
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.certificates", text);
        } else if (file != null && !file.equals("probe")) {
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.location", file);
        }
    }

    private static void own(Map<String, Object> settings) {
        String key = textOrFile(settings, "ssl.key");
        String certificate = textOrFile(settings, "ssl.certificate");
        if (key != null && certificate != null) {
            settings.put("ssl.keystore.type", "PEM");
            settings.put("ssl.keystore.key", key);
            settings.put("ssl.keystore.certificate.chain", certificate);
        } else if (key != null || certificate != null) {
            throw new IllegalArgumentException("a private key (ssl.key.location or ssl.key.pem) and its certificate"
                    + " (ssl.certificate.location or ssl.certificate.pem) must come together");
        } else if (settings.containsKey("ssl.keystore.location")) {
            settings.put("ssl.keystore.type", "PKCS12");
        }
    }

    private static @Nullable String textOrFile(Map<String, Object> settings, String name) {
        String file = take(settings, name + ".location");
        String text = take(settings, name + ".pem");
        if (text != null || file == null) {
            return text;
        }
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(name + ".location is '" + file + "', which cannot be read: " + e, e);
        }
    }

    private static void login(Map<String, Object> settings) {
        String username = take(settings, "sasl.username");
        String password = take(settings, "sasl.password");
        String principal = take(settings, "sasl.kerberos.principal");
        String keytab = take(settings, "sasl.kerberos.keytab");
        String method = take(settings, "sasl.oauthbearer.method");
        String grant = take(settings, "sasl.oauthbearer.grant.type");
        String extensions = take(settings, "sasl.oauthbearer.extensions");
        // librdkafka's default, where it uses SASL at all.
        String mechanism = String.valueOf(settings.getOrDefault("sasl.mechanism", "GSSAPI"));
        boolean sasl = String.valueOf(settings.get("security.protocol")).startsWith("SASL_")
                || settings.containsKey("sasl.mechanism");
        if (!sasl) {
            return;
        }
        if (mechanism.equals("PLAIN") || mechanism.startsWith("SCRAM-")) {
            if (username != null && password != null) {
                String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
                jaas(settings, MODULES + module, option("username", username) + option("password", password));
            }
        } else if (mechanism.equals("GSSAPI")) {
            settings.putIfAbsent("sasl.kerberos.service.name", "kafka");
            jaas(settings, "com.sun.security.auth.module.Krb5LoginModule", kerberos(principal, keytab));
        } else if (mechanism.equals("OAUTHBEARER") && "oidc".equals(method)) {
            settings.put("sasl.login.callback.handler.class", MODULES + "oauthbearer.OAuthBearerLoginCallbackHandler");
            if (grant != null && !grant.equals("client_credentials")) {
                settings.put("sasl.oauthbearer.jwt.retriever.class", MODULES + "oauthbearer.JwtBearerJwtRetriever");
            }
            jaas(settings, MODULES + "oauthbearer.OAuthBearerLoginModule", extensions(extensions));
        }
    }

    private static String kerberos(@Nullable String principal, @Nullable String keytab) {
        return keytab == null
                ? " useTicketCache=true"
                : " useKeyTab=true storeKey=true" + option("keyTab", keytab)
                        + option("principal", principal == null ? "kafkaclient" : principal);
    }

    private static String extensions(@Nullable String pairs) {
        return Stream.of((pairs == null ? "" : pairs).split(",", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .map(pair -> option("extension_" + pair[0].strip(), pair[1]))
                .collect(Collectors.joining());
    }

    private static void jaas(Map<String, Object> settings, String module, String options) {
        settings.put("sasl.jaas.config", module + " required" + options + ";");
    }

    /** The text of an option ends at a quote or at the end of a line. */
    private static String option(String name, String value) {
        String escaped = value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
        return " " + name + "=\"" + escaped + "\"";
    }

    private static @Nullable String take(Map<String, Object> settings, String name) {
        Object value = settings.remove(name);
        return value == null ? null : value.toString();
    }
}

package io.minikafka.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import io.minikafka.client.Credentials.BearerToken;
import io.minikafka.client.Credentials.UsernamePassword;
import java.util.Base64;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Puts credentials into the {@code authorization} of each call, as HTTP does: {@code Basic} or {@code Bearer}. */
final class Authorization extends CallCredentials {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Supplier<String> value;

    Authorization(Credentials credentials) {
        if (credentials instanceof UsernamePassword password) {
            String basic = basic(password);
            value = () -> basic;
        } else if (credentials instanceof BearerToken bearer) {
            value = () -> bearer(bearer.token());
        } else {
            throw new IllegalArgumentException("Unknown credentials: " + credentials);
        }
    }

    private static String basic(UsernamePassword password) {
        byte[] pair = (password.username() + ":" + password.password()).getBytes(UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static String bearer(Supplier<String> tokens) {
        String token = tokens.get();
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalStateException(
                    "The bearer token is empty, or has a character that is not printable ASCII");
        }
        return "Bearer " + token;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
        Metadata headers = new Metadata();
        try {
            headers.put(AUTHORIZATION, value.get());
        } catch (RuntimeException noToken) {
            applier.fail(Status.UNAUTHENTICATED
                    .withDescription("There are no credentials for the call")
                    .withCause(noToken));
            return;
        }
        applier.apply(headers);
    }
}

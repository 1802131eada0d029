package io.minikafka.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The header {@code authorization} of HTTP and gRPC: {@code Basic <base64 of user:password>}, {@code Bearer <token>}. */
public final class AuthorizationHeader {
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    private AuthorizationHeader() {}

    /** What it says; {@link Credentials.Unreadable} where it has another form. */
    public static Credentials read(String header) {
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Credentials.Token(header.substring(BEARER.length()).strip());
        }
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return new Credentials.Unreadable();
        }
        String pair;
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            pair = new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return new Credentials.Unreadable();
        }
        int colon = pair.indexOf(':');
        return colon < 0
                ? new Credentials.Unreadable()
                : new Credentials.Password(pair.substring(0, colon), pair.substring(colon + 1));
    }
}

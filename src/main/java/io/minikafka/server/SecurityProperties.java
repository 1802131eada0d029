package io.minikafka.server;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may use the service. Without users and tokens everybody may do everything, which is why the service then listens on
 * loopback only.
 *
 * @param allowAnonymous Whether everybody may do everything although a door is open to other machines.
 * @param users Those who log in with a password or a client's certificate, by their names.
 * @param tokens Those who log in with a bearer token, by their names.
 */
public record SecurityProperties(
        @DefaultValue("false") boolean allowAnonymous,
        @DefaultValue Map<String, User> users,
        @DefaultValue Map<String, Token> tokens) {

    /**
     * Somebody who logs in with a password or a client's certificate.
     *
     * @param password As "minikafka hash-password" prints it; empty for who logs in by certificate only.
     * @param rights What the user may do, such as produce:orders.*, consume, admin or monitor.
     */
    public record User(
            @DefaultValue("") String password, @DefaultValue List<String> rights) {
        @Override
        public String toString() {
            return "User" + rights;
        }
    }

    /**
     * Somebody who logs in with a token.
     *
     * @param value The token as it is, such as from a file.
     * @param sha256 Instead of it, its SHA-256 in hexadecimal.
     * @param rights What its bearer may do.
     */
    public record Token(
            @DefaultValue("") String value,
            @DefaultValue("") String sha256,
            @DefaultValue List<String> rights) {
        @Override
        public String toString() {
            return "Token" + rights;
        }
    }
}

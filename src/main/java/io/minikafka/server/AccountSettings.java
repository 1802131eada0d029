package io.minikafka.server;

import io.minikafka.security.Account;
import io.minikafka.security.Accounts;
import io.minikafka.security.Authenticator;
import io.minikafka.security.Caller;
import io.minikafka.security.Grant;
import io.minikafka.security.PasswordCheck;
import io.minikafka.security.RefusalListener;
import io.minikafka.security.TokenTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes accounts of the settings. What is wrong with them ends the start; no message has a password or a token. */
final class AccountSettings {
    private static final String PREFIX = "minikafka.security.";

    private final SecurityProperties security;
    private final String redisPassword;

    AccountSettings(MinikafkaProperties properties) {
        this.security = properties.security();
        this.redisPassword = properties.resp().password();
    }

    boolean hasAccounts() {
        return !security.users().isEmpty() || !security.tokens().isEmpty() || !redisPassword.isEmpty();
    }

    /** @throws RefusedSettingException when a setting is wrong */
    Authenticator authenticator(Executor verifications, RefusalListener refusals) {
        if (!hasAccounts()) {
            return Authenticator.NONE;
        }
        if (security.allowAnonymous()) {
            throw new RefusedSettingException(PREFIX + "allow-anonymous is true although there are users or tokens"
                    + " (minikafka.security.users, .tokens, minikafka.resp.password); leave out one or the other");
        }
        return new Accounts(accounts(), tokens(), verifications, refusals);
    }

    private List<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        security.users().forEach((name, user) -> accounts.add(account(name, user)));
        if (!redisPassword.isEmpty()) {
            if (security.users().containsKey(Authenticator.DEFAULT_USER)) {
                throw new RefusedSettingException("minikafka.resp.password and " + PREFIX + "users."
                        + Authenticator.DEFAULT_USER + " are the same user; leave one of them out");
            }
            accounts.add(Account.withAllRights(Authenticator.DEFAULT_USER, PasswordCheck.plain(redisPassword)));
        }
        return accounts;
    }

    private static Account account(String name, SecurityProperties.User user) {
        String property = PREFIX + "users." + name;
        if (name.isBlank() || name.indexOf(':') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedSettingException(
                    property + " is no name of a user; accepted is text without colons and control characters");
        }
        return new Account(name, password(property, user.password()), grants(property, user.rights()));
    }

    private static @Nullable PasswordCheck password(String property, String hash) {
        if (hash.isEmpty()) {
            return null;
        }
        if (!PasswordHashes.isAccepted(hash)) {
            throw new RefusedSettingException(
                    property + ".password is no hash of a known kind; accepted is " + PasswordHashes.ACCEPTED);
        }
        return PasswordHashes.check(hash);
    }

    private static List<Grant> grants(String property, List<String> rights) {
        if (rights.isEmpty()) {
            throw new RefusedSettingException(
                    property + ".rights is empty; accepted is a list such as produce:orders.*,consume or admin");
        }
        try {
            return rights.stream().map(Grant::of).toList();
        } catch (IllegalArgumentException e) {
            throw new RefusedSettingException(property + ".rights: " + e.getMessage(), e);
        }
    }

    private TokenTable tokens() {
        TokenTable tokens = new TokenTable();
        for (Map.Entry<String, SecurityProperties.Token> entry :
                security.tokens().entrySet()) {
            String property = PREFIX + "tokens." + entry.getKey();
            if (security.users().containsKey(entry.getKey())) {
                throw new RefusedSettingException(property + " has the name of a user; accepted is a name of its own");
            }
            Caller bearer =
                    new Caller(entry.getKey(), grants(property, entry.getValue().rights()));
            if (!tokens.add(sha256(property, entry.getValue()), bearer)) {
                throw new RefusedSettingException(property + " is the same token as another one");
            }
        }
        return tokens;
    }

    private static String sha256(String property, SecurityProperties.Token token) {
        if (token.value().isEmpty() == token.sha256().isEmpty()) {
            throw new RefusedSettingException(property + " needs either a value or a sha256");
        }
        if (token.value().isEmpty()) {
            if (!token.sha256().matches("[0-9a-fA-F]{64}")) {
                throw new RefusedSettingException(property + ".sha256 is none; accepted are 64 hexadecimal digits");
            }
            return token.sha256();
        }
        if (token.value().length() < TokenTable.LEAST_CHARACTERS) {
            throw new RefusedSettingException(
                    property + ".value has " + token.value().length() + " characters; accepted are "
                            + TokenTable.LEAST_CHARACTERS + " or more, random ones");
        }
        return TokenTable.sha256(token.value());
    }
}

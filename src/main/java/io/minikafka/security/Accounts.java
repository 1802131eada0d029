package io.minikafka.security;

import io.minikafka.security.Refusal.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who may log in. Slow passwords are verified by an executor; of many who come at the same time with the same one,
 * such as the connections of a pool, one is verified. An unknown user is told so after as long as a wrong password takes.
 */
public final class Accounts implements Authenticator {
    /** How long a login that was right is right again without being verified. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    /** Beyond this nothing is looked at. */
    private static final int MOST_CHARACTERS = 4_096;

    private static final System.Logger LOG = System.getLogger(Accounts.class.getName());

    private final Map<String, Account> users = new HashMap<>();
    private final Map<String, Caller> callers = new HashMap<>();
    private final TokenTable tokens;
    private final Executor verifications;
    private final RefusalListener refusals;
    private final @Nullable PasswordCheck decoy;

    private final KeyedHash hash = new KeyedHash();
    private final VerifiedLogins verified;
    private final Map<ByteBuffer, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();

    /** @param verifications runs what takes long; may reject it, whereupon the login is refused for now */
    public Accounts(Collection<Account> users, TokenTable tokens, Executor verifications, RefusalListener refusals) {
        this(users, tokens, verifications, refusals, System::nanoTime);
    }

    Accounts(
            Collection<Account> users,
            TokenTable tokens,
            Executor verifications,
            RefusalListener refusals,
            LongSupplier nanoTime) {
        this.tokens = tokens;
        this.verifications = verifications;
        this.refusals = refusals;
        this.verified = new VerifiedLogins(REMEMBERED, nanoTime);
        PasswordCheck check = null;
        for (Account user : users) {
            this.users.put(user.name(), user);
            callers.put(user.name(), user.caller());
            if (user.password() != null && (check == null || !check.isSlow())) {
                check = user.password();
            }
        }
        this.decoy = check;
    }

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public CompletableFuture<Caller> authenticate(Credentials credentials, Origin origin) {
        if (credentials instanceof Credentials.Password given) {
            return authenticate(given, origin);
        }
        if (credentials instanceof Credentials.Token given && given.value().length() <= MOST_CHARACTERS) {
            return answer(tokens.find(given.value()), credentials, origin);
        }
        if (credentials instanceof Credentials.Certificate given) {
            return answer(callers.get(given.commonName()), credentials, origin);
        }
        return answer(null, credentials, origin);
    }

    private CompletableFuture<Caller> authenticate(Credentials.Password given, Origin origin) {
        if (given.user().length() + given.password().length() > MOST_CHARACTERS) {
            return answer(null, given, origin);
        }
        Account account = users.get(given.user());
        PasswordCheck own = account == null ? null : account.password();
        PasswordCheck check = own == null ? decoy : own;
        Caller caller = own == null ? null : callers.get(given.user());
        if (check == null) {
            return answer(null, given, origin);
        }
        if (!check.isSlow()) {
            return answer(check.matches(given.password()) ? caller : null, given, origin);
        }
        ByteBuffer login = hash.of(given.user(), given.password());
        if (verified.contains(login)) {
            return answer(caller, given, origin);
        }
        return verification(login, check, given.password(), caller != null)
                .handle((right, failure) -> failure == null
                        ? answer(right ? caller : null, given, origin)
                        : refuse(Reason.BUSY, given, origin))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Boolean> verification(
            ByteBuffer login, PasswordCheck check, String password, boolean exists) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> other = underWay.putIfAbsent(login, mine);
        if (other != null) {
            return other;
        }
        try {
            verifications.execute(() -> verify(login, check, password, exists, mine));
        } catch (RejectedExecutionException e) {
            underWay.remove(login, mine);
            mine.completeExceptionally(e);
        }
        return mine;
    }

    private void verify(
            ByteBuffer login,
            PasswordCheck check,
            String password,
            boolean exists,
            CompletableFuture<Boolean> outcome) {
        boolean right = false;
        try {
            right = check.matches(password) && exists;
            if (right) {
                verified.add(login);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A password could not be verified", e);
        } finally {
            underWay.remove(login, outcome);
            outcome.complete(right);
        }
    }

    private CompletableFuture<Caller> answer(@Nullable Caller caller, Credentials given, Origin origin) {
        return caller != null ? CompletableFuture.completedFuture(caller) : refuse(Reason.WRONG, given, origin);
    }

    private CompletableFuture<Caller> refuse(Reason reason, Credentials given, Origin origin) {
        refusals.refused(origin, known(given), given, reason);
        return CompletableFuture.failedFuture(new Refusal(reason));
    }

    private String known(Credentials given) {
        String name = "";
        if (given instanceof Credentials.Password password) {
            name = password.user();
        } else if (given instanceof Credentials.Certificate certificate) {
            name = certificate.commonName();
        }
        return users.containsKey(name) ? name : RefusalListener.UNKNOWN;
    }
}

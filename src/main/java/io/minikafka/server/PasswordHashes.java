package io.minikafka.server;

import io.minikafka.security.PasswordCheck;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;

/**
 * Hashed passwords in the notation of Spring Security's delegating encoder, of the kinds that need no further library. A
 * password as it is ({@code {noop}}) is none of them: whoever can read the settings should not be able to log in.
 */
public final class PasswordHashes {
    private static final String BCRYPT = "bcrypt";
    private static final String PBKDF2 = "pbkdf2@SpringSecurity_v5_8";

    private static final Map<String, Pattern> FORMS = Map.of(
            BCRYPT, Pattern.compile("\\$2[aby]?\\$(0[4-9]|1[0-6])\\$[./0-9A-Za-z]{53}"),
            PBKDF2, Pattern.compile("[0-9a-f]{96}"));

    private static final PasswordEncoder ENCODER = new DelegatingPasswordEncoder(
            BCRYPT,
            Map.of(
                    BCRYPT,
                    new BCryptPasswordEncoder(),
                    PBKDF2,
                    Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8()));

    static final String ACCEPTED = "{bcrypt}$2…, as 'minikafka hash-password' prints it, or {" + PBKDF2 + "}…";

    private PasswordHashes() {}

    /**
     * Hashes a password.
     *
     * @throws IllegalArgumentException when it has more than bcrypt's 72 bytes
     */
    public static String hash(String password) {
        return String.valueOf(ENCODER.encode(password));
    }

    /** Whether the text is a hash of an accepted kind. */
    static boolean isAccepted(String hash) {
        return FORMS.entrySet().stream().anyMatch(form -> {
            String prefix = "{" + form.getKey() + "}";
            return hash.startsWith(prefix)
                    && form.getValue().matcher(hash.substring(prefix.length())).matches();
        });
    }

    static PasswordCheck check(String hash) {
        return PasswordCheck.slow(given -> ENCODER.matches(given, hash));
    }
}

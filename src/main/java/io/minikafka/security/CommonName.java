package io.minikafka.security;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Whom a client's certificate names. */
public final class CommonName {
    private CommonName() {}

    /**
     * The common name of the subject of the certificate that the client showed and the session verified; null when it
     * showed none, or one without exactly one such name.
     */
    public static @Nullable String of(SSLSession session) {
        Certificate[] chain;
        try {
            chain = session.getPeerCertificates();
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
        return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                ? of(certificate.getSubjectX500Principal().getName())
                : null;
    }

    /** @param subject as in RFC 2253 */
    static @Nullable String of(String subject) {
        String found = null;
        try {
            for (Rdn part : new LdapName(subject).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    // Of two names nobody can say which one is meant.
                    if (found != null || part.size() != 1 || !(part.getValue() instanceof String name)) {
                        return null;
                    }
                    found = name;
                }
            }
        } catch (InvalidNameException e) {
            return null;
        }
        return found;
    }
}

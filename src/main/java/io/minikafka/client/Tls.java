package io.minikafka.client;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is secured.
 *
 * @param trust PEM file of the certificates to trust; null for the JDK's
 * @param certificate PEM file of the certificate chain to show to a server that asks; null for none
 * @param privateKey PEM file (PKCS#8, not encrypted) of that certificate's key; null for none
 */
public record Tls(
        @Nullable Path trust,
        @Nullable Path certificate,
        @Nullable Path privateKey) {
    /** Trusts what the JDK trusts, and shows no certificate. */
    public static final Tls DEFAULT = new Tls(null, null, null);

    public Tls {
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException("A certificate needs its private key, and the other way round");
        }
    }

    public Tls withTrust(Path file) {
        return new Tls(file, certificate, privateKey);
    }

    public Tls withIdentity(Path certificateFile, Path privateKeyFile) {
        return new Tls(trust, certificateFile, privateKeyFile);
    }

    /** @throws UncheckedIOException when a file cannot be read */
    ChannelCredentials credentials() {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        try {
            if (trust != null) {
                credentials.trustManager(trust.toFile());
            }
            if (certificate != null && privateKey != null) {
                credentials.keyManager(certificate.toFile(), privateKey.toFile());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("A TLS file cannot be read: " + unreadable.getMessage(), unreadable);
        }
        return credentials.build();
    }

    /** From what Java's TLS is configured with; null for nothing to show, and for the JDK's trust. */
    static ChannelCredentials credentials(@Nullable KeyManagerFactory keys, @Nullable TrustManagerFactory trust) {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        if (keys != null) {
            credentials.keyManager(keys.getKeyManagers());
        }
        if (trust != null) {
            credentials.trustManager(trust.getTrustManagers());
        }
        return credentials.build();
    }
}

package io.minikafka.server;

import io.minikafka.server.SslProperties.TlsDoor;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.netty.handler.ssl.util.TrustManagerFactoryWrapper;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerProperties;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.core.NestedExceptionUtils;

/**
 * The encryption of the gRPC and the Redis door, from one SSL bundle. When the bundle is reloaded, new connections have
 * the new certificate and trust the new authorities; old ones live on.
 */
final class DoorTls {
    /** The bundle for gRPC, whose managers can be replaced; Spring Boot hands it to the server. */
    private static final String GRPC_BUNDLE = "minikafka-grpc";

    private final SslProperties settings;
    private final SslBundle bundle;
    private final ReloadingKeyManager keys;
    private final ReloadingTrustManager trust;

    /** @throws RefusedSettingException when the bundle cannot be used */
    DoorTls(SslProperties settings, SslBundles bundles) {
        this.settings = settings;
        String property = "minikafka.ssl.bundle is '" + settings.bundle() + "'";
        try {
            this.bundle = bundles.getBundle(settings.bundle());
            this.keys = new ReloadingKeyManager(keys(bundle));
            this.trust = new ReloadingTrustManager(trust(bundle));
        } catch (NoSuchSslBundleException e) {
            throw new RefusedSettingException(
                    property + ", which there is not; accepted is one of " + bundles.getBundleNames()
                            + ", as defined below spring.ssl.bundle",
                    e);
        } catch (RuntimeException e) {
            Throwable root = NestedExceptionUtils.getMostSpecificCause(e);
            throw new RefusedSettingException(property + ", which cannot be loaded: " + root.getMessage(), e);
        }
        if (settings.hasClientCertificates() && bundle.getStores().getTrustStore() == null) {
            // Java's own authorities would do, and whoever has a certificate of any of them could take any name.
            throw new RefusedSettingException(property + ", which says not which authorities sign the certificates of"
                    + " clients (truststore), although minikafka.ssl.client-auth is "
                    + settings.clientAuth().name().toLowerCase(Locale.ROOT));
        }
        bundles.addBundleUpdateHandler(settings.bundle(), this::reload);
    }

    private void reload(SslBundle next) {
        X509ExtendedTrustManager nextTrust = trust(next);
        keys.replaceBy(keys(next));
        trust.replaceBy(nextTrust);
    }

    private static X509ExtendedKeyManager keys(SslBundle bundle) {
        return Arrays.stream(bundle.getManagers().getKeyManagers())
                .filter(X509ExtendedKeyManager.class::isInstance)
                .map(X509ExtendedKeyManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("It has no certificate"));
    }

    private static X509ExtendedTrustManager trust(SslBundle bundle) {
        return Arrays.stream(bundle.getManagers().getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("It trusts nobody"));
    }

    /** For the Redis door; null when that one does not encrypt. */
    @Nullable
    SslContext ofRedis() {
        if (!settings.isFor(TlsDoor.REDIS)) {
            return null;
        }
        SslOptions options = bundle.getOptions();
        SslContextBuilder context = SslContextBuilder.forServer(keys)
                .trustManager(trust)
                .clientAuth(settings.clientAuth().ofNetty());
        if (options.getEnabledProtocols() != null) {
            context.protocols(options.getEnabledProtocols());
        }
        if (options.getCiphers() != null) {
            context.ciphers(Arrays.asList(options.getCiphers()));
        }
        try {
            return context.build();
        } catch (SSLException e) {
            throw new RefusedSettingException(
                    "minikafka.ssl.bundle is '" + settings.bundle() + "', which cannot be used: " + e.getMessage(), e);
        }
    }

    /** Has the gRPC server encrypt, if it is to. */
    void applyTo(GrpcServerProperties.Ssl grpc, SslBundleRegistry bundles) {
        if (!settings.isFor(TlsDoor.GRPC)) {
            return;
        }
        SslManagerBundle managers =
                SslManagerBundle.of(new KeyManagerFactoryWrapper(keys), new TrustManagerFactoryWrapper(trust));
        bundles.registerBundle(
                GRPC_BUNDLE,
                SslBundle.of(bundle.getStores(), bundle.getKey(), bundle.getOptions(), bundle.getProtocol(), managers));
        grpc.setBundle(GRPC_BUNDLE);
        grpc.setClientAuth(settings.clientAuth().ofGrpc());
    }
}

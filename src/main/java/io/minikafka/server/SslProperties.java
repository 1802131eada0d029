package io.minikafka.server;

import io.grpc.TlsServerCredentials;
import io.netty.handler.ssl.ClientAuth;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the gRPC and the Redis door encrypt. HTTP has Spring Boot's own settings, server.ssl.
 *
 * @param bundle Name of the SSL bundle (spring.ssl.bundle) with certificate and key; empty does not encrypt.
 * @param doors Which doors encrypt: grpc, redis or both.
 * @param clientAuth Whether clients show certificates, which name users: none, optional or need.
 */
public record SslProperties(
        @DefaultValue("") String bundle,
        @DefaultValue({"grpc", "redis"}) Set<TlsDoor> doors,
        @DefaultValue("none") ClientCertificates clientAuth) {

    boolean isFor(TlsDoor door) {
        return !bundle.isBlank() && doors.contains(door);
    }

    boolean hasClientCertificates() {
        return !bundle.isBlank() && clientAuth != ClientCertificates.NONE;
    }

    /** The doors whose encryption is ours. */
    public enum TlsDoor {
        GRPC,
        REDIS
    }

    /** Whether clients are asked for certificates, and what becomes of those without. */
    public enum ClientCertificates {
        NONE(ClientAuth.NONE, TlsServerCredentials.ClientAuth.NONE),
        OPTIONAL(ClientAuth.OPTIONAL, TlsServerCredentials.ClientAuth.OPTIONAL),
        NEED(ClientAuth.REQUIRE, TlsServerCredentials.ClientAuth.REQUIRE);

        private final ClientAuth ofNetty;
        private final TlsServerCredentials.ClientAuth ofGrpc;

        ClientCertificates(ClientAuth ofNetty, TlsServerCredentials.ClientAuth ofGrpc) {
            this.ofNetty = ofNetty;
            this.ofGrpc = ofGrpc;
        }

        ClientAuth ofNetty() {
            return ofNetty;
        }

        TlsServerCredentials.ClientAuth ofGrpc() {
            return ofGrpc;
        }
    }
}

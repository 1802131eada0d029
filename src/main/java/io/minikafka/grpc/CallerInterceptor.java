package io.minikafka.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.minikafka.broker.BrokerException;
import io.minikafka.broker.BrokerException.Code;
import io.minikafka.security.Authenticator;
import io.minikafka.security.AuthorizationHeader;
import io.minikafka.security.BrokerViews;
import io.minikafka.security.Caller;
import io.minikafka.security.CommonName;
import io.minikafka.security.Credentials;
import io.minikafka.security.Origin;
import io.minikafka.security.Origin.Door;
import io.minikafka.security.Refusal;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls in whose callers say who they are: in the metadata {@code authorization}, or else by the connection's
 * certificate. The services then see the broker as that caller may use it. Never blocks: while a password is verified
 * the call waits, and its event loop serves others.
 */
public final class CallerInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Authenticator authenticator;
    private final BrokerViews views;
    private final boolean certificates;

    /** @param certificates whether clients' certificates were verified, so that they tell who calls */
    public CallerInterceptor(Authenticator authenticator, BrokerViews views, boolean certificates) {
        this.authenticator = authenticator;
        this.views = views;
        this.certificates = certificates;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Credentials credentials = credentials(call, headers);
        if (credentials == null) {
            return authenticator.isRequired()
                    ? refuse(call, missing())
                    : start(authenticator.withoutCredentials(), Context.current(), call, headers, next);
        }
        CompletableFuture<Caller> caller = authenticator.authenticate(credentials, new Origin(Door.GRPC, peer(call)));
        if (caller.isDone() && !caller.isCompletedExceptionally()) {
            return start(caller.join(), Context.current(), call, headers, next);
        }
        DelayedCall<Q> delayed = new DelayedCall<>();
        Context context = Context.current();
        caller.whenComplete((found, failure) -> delayed.start(() -> failure == null
                ? start(found, context, call, headers, next)
                : refuse(call, GrpcFailures.statusOf(translate(failure)))));
        return delayed;
    }

    private <Q, A> ServerCall.Listener<Q> start(
            Caller caller, Context context, ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return Contexts.interceptCall(context.withValue(CallBroker.VIEW, views.of(caller)), call, headers, next);
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, StatusRuntimeException refusal) {
        Metadata trailers = refusal.getTrailers();
        call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
    }

    private static StatusRuntimeException missing() {
        return GrpcFailures.statusOf(new BrokerException(
                Code.UNAUTHENTICATED,
                "The call says not who calls; accepted is the metadata 'authorization: Basic …' or 'Bearer …', or a"
                        + " client's certificate"));
    }

    private static Throwable translate(Throwable failure) {
        Refusal refusal = Refusal.in(failure);
        if (refusal == null) {
            return failure;
        }
        return switch (refusal.reason()) {
            case WRONG -> new BrokerException(Code.UNAUTHENTICATED, refusal.getMessage());
            case BUSY -> new BrokerException(Code.RESOURCE_EXHAUSTED, refusal.getMessage());
        };
    }

    private @Nullable Credentials credentials(ServerCall<?, ?> call, Metadata headers) {
        String authorization = headers.get(AUTHORIZATION);
        if (authorization != null) {
            return AuthorizationHeader.read(authorization);
        }
        SSLSession session = certificates ? call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION) : null;
        String name = session == null ? null : CommonName.of(session);
        return name == null ? null : new Credentials.Certificate(name);
    }

    private static String peer(ServerCall<?, ?> call) {
        SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : String.valueOf(address);
    }
}

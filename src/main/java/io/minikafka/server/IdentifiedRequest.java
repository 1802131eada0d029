package io.minikafka.server;

import io.minikafka.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A request that tells who made it; its roles are {@value #ADMINISTRATOR} and {@value #MONITOR}. */
final class IdentifiedRequest extends HttpServletRequestWrapper {
    /** Both are named in {@code management.endpoint.health.roles}. */
    static final String ADMINISTRATOR = "ADMIN";

    static final String MONITOR = "MONITOR";

    private final Caller caller;

    IdentifiedRequest(HttpServletRequest request, Caller caller) {
        super(request);
        this.caller = caller;
        request.setAttribute(Caller.ATTRIBUTE, caller);
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return caller.equals(Caller.STRANGER) ? null : caller::name;
    }

    @Override
    public @Nullable String getRemoteUser() {
        return caller.equals(Caller.STRANGER) ? null : caller.name();
    }

    @Override
    public boolean isUserInRole(String role) {
        return switch (role) {
            case ADMINISTRATOR -> caller.isAdministrator();
            case MONITOR -> caller.mayMonitor();
            default -> false;
        };
    }
}

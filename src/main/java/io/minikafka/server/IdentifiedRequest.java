package io.minikafka.server;

import io.minikafka.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A request that tells who made it; the role {@value #ADMINISTRATOR} is that of administrators. */
final class IdentifiedRequest extends HttpServletRequestWrapper {
    /** Named in {@code management.endpoint.health.roles}. */
    static final String ADMINISTRATOR = "ADMIN";

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
        return role.equals(ADMINISTRATOR) && caller.isAdministrator();
    }
}

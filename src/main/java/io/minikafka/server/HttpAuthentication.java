package io.minikafka.server;

import io.minikafka.security.Authenticator;
import io.minikafka.security.AuthorizationHeader;
import io.minikafka.security.Caller;
import io.minikafka.security.Origin;
import io.minikafka.security.Origin.Door;
import io.minikafka.security.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets requests in over HTTP, with the same decision as at the other doors: {@code Authorization: Basic} or
 * {@code Bearer}. What comes behind it finds the caller under {@link Caller#ATTRIBUTE}; only probes are open to those
 * without one. No answer allows other sites to read it (CORS).
 */
final class HttpAuthentication extends OncePerRequestFilter {
    private final Authenticator authenticator;
    private final HttpPaths paths;
    private final RequestSource source;

    HttpAuthentication(Authenticator authenticator, HttpPaths paths, RequestSource source) {
        this.authenticator = authenticator;
        this.paths = paths;
        this.source = source;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!source.isAllowed(request)) {
            HttpProblem.send(
                    response,
                    HttpStatus.FORBIDDEN,
                    "A page of another site asks for this, or the host's name is none of this service's");
            return;
        }
        Caller caller;
        try {
            caller = caller(request);
        } catch (CompletionException e) {
            refuse(response, Refusal.in(e));
            return;
        }
        if (caller.equals(Caller.STRANGER) && !paths.isOpen(request)) {
            unauthorized(response, "Who calls is not said; accepted is 'Authorization: Basic …' or 'Bearer …'");
        } else if (paths.isForMonitoring(request) && caller.mayMonitor()) {
            chain.doFilter(new IdentifiedRequest(request, caller), response);
        } else if (paths.isForAdministrators(request) && !caller.isAdministrator()) {
            HttpProblem.send(
                    response, HttpStatus.FORBIDDEN, "User '" + caller + "' has no right to administer the service");
        } else {
            chain.doFilter(new IdentifiedRequest(request, caller), response);
        }
    }

    /** May wait while a password is verified; how many wait at the same time is bounded. */
    private Caller caller(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        return authorization == null
                ? authenticator.withoutCredentials()
                : authenticator
                        .authenticate(
                                AuthorizationHeader.read(authorization), new Origin(Door.HTTP, request.getRemoteAddr()))
                        .join();
    }

    private static void refuse(HttpServletResponse response, @Nullable Refusal refusal) throws IOException {
        if (refusal == null) {
            HttpProblem.send(response, HttpStatus.INTERNAL_SERVER_ERROR, "The login failed inside the server");
        } else if (refusal.reason() == Refusal.Reason.BUSY) {
            response.setHeader("Retry-After", "1");
            HttpProblem.send(response, HttpStatus.SERVICE_UNAVAILABLE, refusal.getMessage());
        } else {
            unauthorized(response, refusal.getMessage());
        }
    }

    private static void unauthorized(HttpServletResponse response, String detail) throws IOException {
        response.setHeader("WWW-Authenticate", "Basic realm=\"minikafka\", charset=\"UTF-8\"");
        HttpProblem.send(response, HttpStatus.UNAUTHORIZED, detail);
    }
}

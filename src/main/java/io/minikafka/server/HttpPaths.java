package io.minikafka.server;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * Which paths are for whom.
 *
 * @param management the base path of the management endpoints, such as {@code /actuator}
 * @param onlyManagement whether nothing else is served
 */
record HttpPaths(String management, boolean onlyManagement) {
    /** Probes must work without credentials; they tell no more than up or down. */
    private static final Set<String> PROBES = Set.of("/livez", "/readyz");

    private static final Set<String> MONITORING = Set.of("/prometheus", "/metrics", "/info");

    boolean isOpen(HttpServletRequest request) {
        String path = path(request);
        String health = management + "/health";
        return reads(request) && (PROBES.contains(path) || path.equals(health) || path.startsWith(health + "/"));
    }

    /** Whether it shows what is measured and what was built, and nothing else. */
    boolean isForMonitoring(HttpServletRequest request) {
        String path = path(request);
        return reads(request)
                && MONITORING.stream()
                        .map(management::concat)
                        .anyMatch(shown -> path.equals(shown) || path.startsWith(shown + "/"));
    }

    /** Whether it shows or changes the service's inner life. */
    boolean isForAdministrators(HttpServletRequest request) {
        String path = path(request);
        boolean isManagement = onlyManagement || path.equals(management) || path.startsWith(management + "/");
        return isManagement && !isOpen(request);
    }

    private static boolean reads(HttpServletRequest request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    /** Decoded and normalised by the server, as the services behind it will see it. */
    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }
}

package io.minikafka.server;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a request may come from where a browser says it comes from. A page of another site must not be able to change
 * anything here: browsers send remembered credentials along, and where nobody has any, every page could call loopback.
 *
 * @param loopbackNamesOnly whether the service has to be called by a name of loopback: where there are no credentials, a
 *     page's own name that has been made to point here would be as good
 */
record RequestSource(boolean loopbackNamesOnly) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

    boolean isAllowed(HttpServletRequest request) {
        return isCalledByAllowedName(request) && (SAFE.contains(request.getMethod()) || isOfThisSite(request));
    }

    /** As browsers tell it; what tells nothing is none. */
    private static boolean isOfThisSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return SAME_SITE.contains(site);
        }
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return true;
        }
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean isCalledByAllowedName(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (!loopbackNamesOnly || host == null || host.isEmpty()) {
            return true;
        }
        String name;
        try {
            name = HostAndPort.fromString(host).getHost().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || (InetAddresses.isInetAddress(name)
                        && InetAddresses.forString(name).isLoopbackAddress());
    }
}

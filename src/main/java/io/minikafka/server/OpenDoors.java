package io.minikafka.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.env.Environment;

/** The doors that other machines can come to. */
final class OpenDoors {
    private static final String ALLOW = "minikafka.security.allow-anonymous";

    private final List<String> open = new ArrayList<>();

    OpenDoors(MinikafkaProperties properties, Environment environment) {
        add("minikafka.host", properties.host().address());
        if (properties.resp().enabled()) {
            add("minikafka.resp.address", properties.resp().address());
        }
        if (environment.getProperty("server.port", Integer.class, 0) >= 0) {
            add("server.address", environment.getProperty("server.address", InetAddress.class));
        }
        if (ManagementPortType.get(environment) == ManagementPortType.DIFFERENT) {
            // Its default is every interface, whatever server.address is.
            add("management.server.address", environment.getProperty("management.server.address", InetAddress.class));
        }
    }

    private void add(String property, @Nullable InetAddress address) {
        if (address == null) {
            open.add(property + " is every interface");
        } else if (!address.isLoopbackAddress()) {
            open.add(property + " is " + address.getHostAddress());
        }
    }

    boolean areNone() {
        return open.isEmpty();
    }

    /** @throws RefusedSettingException when somebody could come from elsewhere without saying who it is */
    void check(boolean anonymous, boolean allowed) {
        if (anonymous && !allowed && !open.isEmpty()) {
            throw new RefusedSettingException("Everybody on the network could do everything, since "
                    + String.join(" and ", open)
                    + " and there are no users: set users (minikafka.security.users.<name>.password and .rights), or"
                    + " say " + ALLOW + "=true");
        }
    }
}

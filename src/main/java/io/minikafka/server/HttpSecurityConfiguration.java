package io.minikafka.server;

import io.minikafka.security.Authenticator;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** The filter before everything that is served over HTTP, also where management has a port of its own. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class HttpSecurityConfiguration {
    @Bean
    FilterRegistrationBean<HttpAuthentication> httpAuthentication(
            Authenticator authenticator, OpenDoors doors, MinikafkaProperties properties, ApplicationContext context) {
        String base = context.getEnvironment().getProperty("management.endpoints.web.base-path", "/actuator");
        boolean isManagementOnly = context.getParent() != null;
        boolean loopbackOnly = !authenticator.isRequired()
                && doors.areNone()
                && !properties.security().allowAnonymous();
        var filter = new FilterRegistrationBean<>(new HttpAuthentication(
                authenticator,
                new HttpPaths(base.equals("/") ? "" : base, isManagementOnly),
                new RequestSource(loopbackOnly)));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}

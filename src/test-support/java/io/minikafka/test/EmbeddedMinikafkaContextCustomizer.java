package io.minikafka.test;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives an application context a server for its life. Equal ones make equal contexts, of which Spring's cache keeps one.
 *
 * @param property gets the server's address
 */
record EmbeddedMinikafkaContextCustomizer(EmbeddedMinikafkaOptions options, String property)
        implements ContextCustomizer {
    private static final String BEAN = "embeddedMinikafkaServer";

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        EmbeddedMinikafkaServer server = new EmbeddedMinikafkaServer(options);
        DefaultSingletonBeanRegistry beans = (DefaultSingletonBeanRegistry) context.getBeanFactory();
        // Only the server: its clock as a bean would compete with the application's own.
        beans.registerSingleton(BEAN, server);
        // The first to be registered is the last to be destroyed, after whatever is connected to it.
        beans.registerDisposableBean(BEAN, server::close);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new EmbeddedMinikafkaProperties(server, options.redis(), property, context.getEnvironment()));
    }
}

package io.minikafka.client.spring;

import io.minikafka.client.MessagingClient;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.backoff.FixedBackOff;

/** An application of a client and beans with listeners, without Spring Boot. */
final class ListenerApplication implements AutoCloseable {
    /** Group {@code billing}, three attempts without pauses. */
    static final ListenerDefaults DEFAULTS =
            ListenerDefaults.DEFAULT.withGroup("billing").withBackOff(new FixedBackOff(0, 2));

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    private ListenerApplication(MessagingClient client, ListenerDefaults defaults) {
        // The test's to close: it looks at what the application leaves behind.
        context.registerBean(MessagingClient.class, () -> client, bean -> bean.setDestroyMethodName(""));
        context.registerBean(ListenerDefaults.class, () -> defaults);
        context.register(Enabled.class);
    }

    @EnableMinikafkaListeners
    static class Enabled {}

    static ListenerApplication of(MessagingClient client, ListenerDefaults defaults) {
        return new ListenerApplication(client, defaults);
    }

    /** Started, with one bean named {@code listener}. */
    static ListenerApplication started(MessagingClient client, ListenerDefaults defaults, Object listener) {
        return of(client, defaults).with("listener", listener).start();
    }

    static ListenerApplication started(MessagingClient client, Object listener) {
        return started(client, DEFAULTS, listener);
    }

    @SuppressWarnings("unchecked")
    ListenerApplication with(String name, Object bean) {
        context.registerBean(name, (Class<Object>) bean.getClass(), () -> bean);
        return this;
    }

    ListenerApplication with(Map<String, Object> properties) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        return this;
    }

    ListenerApplication start() {
        context.refresh();
        return this;
    }

    AnnotationConfigApplicationContext context() {
        return context;
    }

    MinikafkaListenerRegistry registry() {
        return context.getBean(MinikafkaListenerRegistry.class);
    }

    /** The only one. */
    MinikafkaListenerContainer container() {
        return registry().containers().iterator().next();
    }

    static ListenerDefaults within(Duration maxPollInterval, ListenerDefaults defaults) {
        return new ListenerDefaults(
                defaults.group(),
                defaults.concurrency(),
                defaults.ackMode(),
                defaults.startAt(),
                defaults.autoStartup(),
                maxPollInterval,
                defaults.maxPollMessages(),
                defaults.prefetch(),
                defaults.backOff(),
                defaults.afterRetries(),
                defaults.deadLetterSuffix(),
                defaults.shutdownTimeout(),
                defaults.threads());
    }

    @Override
    public void close() {
        context.close();
    }
}

package io.minikafka.client.spring;

import io.micrometer.observation.ObservationRegistry;
import io.minikafka.client.MessagingClient;
import io.minikafka.client.ProducerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;

/** Makes containers, of what the bean factory has. */
final class ListenerContainerFactory {
    private static final boolean METRICS = ClassUtils.isPresent(
            "io.micrometer.core.instrument.MeterRegistry", ListenerContainerFactory.class.getClassLoader());

    private final ConfigurableListableBeanFactory beans;
    private final ListenerDefaults defaults;
    private final ListenerSettingsReader settings;
    private final ListenerMethods methods;

    ListenerContainerFactory(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
        this.defaults = beans.getBeanProvider(ListenerDefaults.class).getIfAvailable(() -> ListenerDefaults.DEFAULT);
        this.settings = new ListenerSettingsReader(new ListenerExpressions(beans), defaults);
        this.methods = methods(beans);
    }

    private static ListenerMethods methods(ConfigurableListableBeanFactory beans) {
        String name = MinikafkaListenerConfiguration.CONVERTER;
        MessageConverter converter = ListenerConverters.of(
                beans, beans.containsBean(name) ? beans.getBean(name, MessageConverter.class) : null);
        Validator validator = validator(beans);
        DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();
        factory.setBeanFactory(beans);
        factory.setMessageConverter(converter);
        factory.setCustomArgumentResolvers(List.of(new StandardArguments()));
        if (validator != null) {
            factory.setValidator(validator);
        }
        factory.afterPropertiesSet();
        return new ListenerMethods(factory, converter, validator);
    }

    private static @Nullable Validator validator(ListableBeanFactory beans) {
        return beans.getBeanProvider(Validator.class).getIfUnique();
    }

    /**
     * @param taken the ids of other containers
     * @throws IllegalStateException when the annotation or the method is not right
     */
    MinikafkaListenerContainer create(ListenerEndpoint endpoint, Predicate<String> taken) {
        MinikafkaListener annotation = endpoint.annotation();
        try {
            ListenerSettings read = settings.read(endpoint, taken);
            MessagingClient client = named("client", annotation.client(), MessagingClient.class);
            ListenerRuntime runtime = new ListenerRuntime(
                    read,
                    client,
                    methods.callOf(endpoint.bean(), endpoint.method(), read),
                    errorHandler(annotation, read),
                    new DeadLetters(client, deadLetterOptions(read)),
                    observations(read),
                    METRICS ? MicrometerListenerMeters.in(beans, read) : ListenerMeters.NONE,
                    new ContainerReport(read),
                    Patience.USUAL);
            return new MinikafkaListenerContainer(runtime, threads());
        } catch (IllegalArgumentException wrong) {
            throw new IllegalStateException(
                    "The @MinikafkaListener on "
                            + endpoint.method().getDeclaringClass().getName() + "."
                            + endpoint.method().getName() + ": " + wrong.getMessage(),
                    wrong);
        }
    }

    private ListenerErrorHandler errorHandler(MinikafkaListener annotation, ListenerSettings read) {
        if (!annotation.errorHandler().isEmpty()) {
            return named("errorHandler", annotation.errorHandler(), ListenerErrorHandler.class);
        }
        ListenerErrorHandler bean =
                beans.getBeanProvider(ListenerErrorHandler.class).getIfUnique();
        return bean == null ? settings.errorHandler(annotation, read) : bean;
    }

    private <T> T named(String attribute, String text, Class<T> type) {
        String name = settings.expressions().text(attribute, text);
        return name == null ? beans.getBean(type) : beans.getBean(name, type);
    }

    /** A dead letter is given up in time for the member to keep its partitions. */
    private static ProducerOptions deadLetterOptions(ListenerSettings read) {
        Duration most = read.subscription().maxPollInterval().dividedBy(4);
        ProducerOptions usual = ProducerOptions.DEFAULT;
        return usual.withDeliveryTimeout(min(usual.deliveryTimeout(), most)).withMaxBlock(min(usual.maxBlock(), most));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private ListenerObservations observations(ListenerSettings read) {
        return new ListenerObservations(
                beans.getBeanProvider(ObservationRegistry.class).getIfUnique(() -> ObservationRegistry.NOOP),
                beans.getBeanProvider(MinikafkaListenerObservationConvention.class)
                        .getIfUnique(),
                read.id(),
                read.group());
    }

    private ThreadFactory threads() {
        ThreadFactory given = defaults.threads();
        return given == null ? Thread::new : given;
    }
}

package io.minikafka.client.spring;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Finds the methods with {@link MinikafkaListener}, and when all singletons are there makes a container of each; of beans
 * that come later, at once.
 */
final class MinikafkaListenerPostProcessor implements BeanPostProcessor, SmartInitializingSingleton, Ordered {
    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<MinikafkaListenerRegistry> registry;
    private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();
    private final List<ListenerEndpoint> waiting = new ArrayList<>();
    private boolean ready;
    private @Nullable ListenerContainerFactory factory;

    MinikafkaListenerPostProcessor(
            ConfigurableListableBeanFactory beans, ObjectProvider<MinikafkaListenerRegistry> registry) {
        this.beans = beans;
        this.registry = registry;
    }

    /** Last, so that it sees the proxies that others make. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
        if (withoutListeners.contains(type) || !AnnotationUtils.isCandidateClass(type, MinikafkaListener.class)) {
            return bean;
        }
        Map<Method, Set<MinikafkaListener>> methods =
                MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<Set<MinikafkaListener>>)
                        MinikafkaListenerPostProcessor::listeners);
        if (methods.isEmpty()) {
            withoutListeners.add(type);
        }
        methods.forEach((method, annotations) ->
                annotations.forEach(annotation -> add(new ListenerEndpoint(beanName, bean, method, annotation))));
        return bean;
    }

    private static @Nullable Set<MinikafkaListener> listeners(Method method) {
        Set<MinikafkaListener> found = AnnotatedElementUtils.getMergedRepeatableAnnotations(
                method, MinikafkaListener.class, MinikafkaListeners.class);
        return found.isEmpty() ? null : found;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<ListenerEndpoint> found;
        synchronized (waiting) {
            found = List.copyOf(waiting);
            waiting.clear();
            ready = true;
        }
        found.forEach(this::register);
    }

    private void add(ListenerEndpoint endpoint) {
        synchronized (waiting) {
            if (!ready) {
                waiting.add(endpoint);
                return;
            }
        }
        register(endpoint);
    }

    private void register(ListenerEndpoint endpoint) {
        MinikafkaListenerRegistry containers = registry.getObject();
        containers.register(factory().create(endpoint, containers::has));
    }

    private ListenerContainerFactory factory() {
        synchronized (waiting) {
            ListenerContainerFactory made = factory;
            if (made == null) {
                made = new ListenerContainerFactory(beans);
                factory = made;
            }
            return made;
        }
    }
}

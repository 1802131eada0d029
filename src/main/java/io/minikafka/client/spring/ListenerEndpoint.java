package io.minikafka.client.spring;

import java.lang.reflect.Method;

/** An annotation, and the method of the bean that it is on. */
record ListenerEndpoint(String beanName, Object bean, Method method, MinikafkaListener annotation) {
    /** For people. */
    String name() {
        return beanName + "." + method.getName();
    }
}

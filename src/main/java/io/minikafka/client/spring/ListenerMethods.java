package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.util.ReflectionUtils;
import org.springframework.validation.Validator;

/** Finds out, once, how a listener method can be called, and refuses those that cannot. */
record ListenerMethods(
        MessageHandlerMethodFactory factory,
        MessageConverter converter,
        @Nullable Validator validator) {

    /** @throws IllegalStateException for a method that does not fit, which says why */
    ListenerCall callOf(Object bean, Method declared, ListenerSettings settings) {
        require(
                declared.getReturnType() == void.class,
                declared,
                "returns " + declared.getReturnType().getName() + "; accepted is void: nobody would look at a result,"
                        + " nor wait for one that comes later");
        requireAcknowledgment(declared, settings.ackMode());
        Method method = AopUtils.selectInvocableMethod(declared, bean.getClass());
        ReflectionUtils.makeAccessible(method);
        try {
            return settings.batch() ? batch(bean, method, settings) : record(bean, method, settings);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(
                    "The listener method " + method
                            + " cannot be accessed; accepted is one in a package that is open to" + " this library",
                    closed);
        }
    }

    private ListenerCall record(Object bean, Method method, ListenerSettings settings) throws IllegalAccessException {
        Parameter[] parameters = method.getParameters();
        require(parameters.length > 0, method, "has no parameter; accepted is at least one, for the message");
        for (int i = 0; i < parameters.length; i++) {
            Class<?> element = element(method, i);
            require(
                    element != ConsumedMessage.class && element != Message.class,
                    method,
                    "takes a list of messages and gets one at a time; accepted is that with batch = true");
        }
        Class<?> first = parameters[0].getType();
        if (FastCalls.takes(first) && isPlain(parameters)) {
            return FastCalls.ofRecord(bean, method, first);
        }
        long payloads =
                Arrays.stream(parameters).filter(ListenerMethods::isPayload).count();
        require(
                payloads <= 1,
                method,
                "has " + payloads + " parameters for the value; accepted is one, the others with @Header or @Headers");
        return ConvertingCalls.ofRecord(bean, method, settings.group(), factory);
    }

    private ListenerCall batch(Object bean, Method method, ListenerSettings settings) throws IllegalAccessException {
        Parameter[] parameters = method.getParameters();
        Class<?> element = parameters.length == 0 ? null : element(method, 0);
        boolean alone =
                parameters.length == 1 || parameters.length == 2 && parameters[1].getType() == Acknowledgment.class;
        if (element == null || !alone) {
            throw refusal(
                    method,
                    "has batch = true and the parameters " + Arrays.toString(method.getGenericParameterTypes())
                            + "; accepted is a List, and behind it an Acknowledgment");
        }
        if (FastCalls.takes(element) && parameters[0].getAnnotations().length == 0) {
            return FastCalls.ofBatch(bean, method, element);
        }
        MethodParameter list = new MethodParameter(method, 0).withContainingClass(bean.getClass());
        return ConvertingCalls.ofBatch(bean, method, settings.group(), new BatchElements(list, converter, validator));
    }

    private static void requireAcknowledgment(Method method, AckMode mode) {
        boolean asksForOne = Arrays.asList(method.getParameterTypes()).contains(Acknowledgment.class);
        require(
                !asksForOne || mode == AckMode.MANUAL,
                method,
                "has a parameter Acknowledgment and the ack mode " + mode + "; accepted is MANUAL");
        require(
                asksForOne || mode != AckMode.MANUAL,
                method,
                "has the ack mode MANUAL and nothing to acknowledge with; accepted is a parameter Acknowledgment");
    }

    /** Nothing asked for but the first parameter, as it is, and perhaps an acknowledgment. */
    private static boolean isPlain(Parameter[] parameters) {
        return parameters[0].getAnnotations().length == 0
                && (parameters.length == 1
                        || parameters.length == 2 && parameters[1].getType() == Acknowledgment.class);
    }

    private static boolean isPayload(Parameter parameter) {
        Class<?> type = parameter.getType();
        return !parameter.isAnnotationPresent(Header.class)
                && !parameter.isAnnotationPresent(Headers.class)
                && type != ConsumedMessage.class
                && type != Acknowledgment.class
                && !Message.class.isAssignableFrom(type)
                && !MessageHeaders.class.isAssignableFrom(type)
                && !MessageHeaderAccessor.class.isAssignableFrom(type);
    }

    /** What a parameter that is a list is a list of; null when it is none, or says not of what. */
    private static @Nullable Class<?> element(Method method, int parameter) {
        ResolvableType type = ResolvableType.forMethodParameter(method, parameter);
        Class<?> raw = type.resolve();
        return raw != null && raw.isAssignableFrom(List.class) && raw != Object.class
                ? type.asCollection().getGeneric(0).resolve()
                : null;
    }

    private static void require(boolean holds, Method method, String problem) {
        if (!holds) {
            throw refusal(method, problem);
        }
    }

    private static IllegalStateException refusal(Method method, String problem) {
        return new IllegalStateException("The @MinikafkaListener method "
                + method.getDeclaringClass().getName() + "." + method.getName() + " " + problem);
    }
}

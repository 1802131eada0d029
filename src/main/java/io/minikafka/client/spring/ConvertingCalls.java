package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/** Calls of methods whose arguments Spring makes of messages. */
final class ConvertingCalls {
    private ConvertingCalls() {}

    static ListenerCall ofRecord(Object bean, Method method, String group, MessageHandlerMethodFactory methods) {
        InvocableHandlerMethod invocable = methods.createInvocableHandlerMethod(bean, method);
        return (messages, from, to, acknowledging) ->
                invocable.invoke(ReceivedMessage.of(messages.get(from), group, acknowledging.of(from, to)));
    }

    static ListenerCall ofBatch(Object bean, Method method, String group, BatchElements elements)
            throws IllegalAccessException {
        MethodHandle handle = FastCalls.ofList(bean, method);
        return (messages, from, to, acknowledging) -> {
            List<Object> converted = new ArrayList<>(to - from);
            Exception failure = convert(messages.subList(from, to), group, elements, converted);
            if (failure == null) {
                handle.invokeExact((List<?>) converted, acknowledging.of(from, to));
                return;
            }
            // What comes before the one that cannot be converted is delivered, so that it counts as dealt with.
            int failedAt = converted.size();
            if (failedAt > 0) {
                handle.invokeExact((List<?>) converted, acknowledging.of(from, from + failedAt));
            }
            throw new InconvertibleException(failure, failedAt);
        };
    }

    /** Thrown after those before the index have been delivered, rather than because they have been dealt with. */
    static final class InconvertibleException extends BatchListenerFailedException {
        InconvertibleException(Exception cause, int index) {
            super("Message " + index + " of the batch cannot be converted", cause, index);
        }
    }

    private static @Nullable Exception convert(
            List<ConsumedMessage> messages, String group, BatchElements elements, List<Object> converted) {
        try {
            for (ConsumedMessage message : messages) {
                converted.add(elements.of(ReceivedMessage.of(message, group, null)));
            }
            return null;
        } catch (Exception failure) {
            return failure;
        }
    }
}

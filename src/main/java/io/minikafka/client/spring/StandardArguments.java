package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Gives methods what Spring knows nothing of: the message as it was consumed, and its acknowledgment. */
final class StandardArguments implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == ConsumedMessage.class || type == Acknowledgment.class;
    }

    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
        ReceivedMessage received = (ReceivedMessage) message;
        return parameter.getParameterType() == ConsumedMessage.class ? received.consumed() : received.acknowledgment();
    }
}

package io.minikafka.client.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.validation.Validator;

/** Makes elements of a batch listener's list of messages: payloads, converted and validated, or messages of them. */
final class BatchElements {
    private final Payloads payloads;
    private final MethodParameter element;
    private final boolean messages;

    /** @param list the method's parameter, a list */
    BatchElements(MethodParameter list, MessageConverter converter, @Nullable Validator validator) {
        this.messages = Message.class.isAssignableFrom(list.nested().getNestedParameterType());
        this.element = messages ? list.nested().nested() : list.nested();
        this.payloads = new Payloads(converter, validator);
    }

    Object of(ReceivedMessage message) throws Exception {
        Object payload = payloads.resolveArgument(element, message);
        if (payload == null) {
            throw new IllegalStateException("A payload of a batch cannot be null");
        }
        return messages ? MessageBuilder.createMessage(payload, message.getHeaders()) : payload;
    }

    /** Spring's own, for what is in the list. */
    private static final class Payloads extends PayloadMethodArgumentResolver {
        Payloads(MessageConverter converter, @Nullable Validator validator) {
            super(converter, validator);
        }

        @Override
        protected Class<?> resolveTargetClass(MethodParameter parameter, Message<?> message) {
            return parameter.getNestedParameterType();
        }
    }
}

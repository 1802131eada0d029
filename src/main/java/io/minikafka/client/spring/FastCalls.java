package io.minikafka.client.spring;

import io.minikafka.client.ConsumedMessage;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls of methods that take messages, or their bytes or texts, as they are: a method handle, and nothing between. */
final class FastCalls {
    private static final MethodType OF_RECORD =
            MethodType.methodType(void.class, ConsumedMessage.class, Acknowledgment.class);
    private static final MethodType OF_BATCH = MethodType.methodType(void.class, List.class, Acknowledgment.class);

    private static final Map<Class<?>, MethodHandle> FROM_RECORD;
    private static final Map<Class<?>, MethodHandle> FROM_BATCH;

    static {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            FROM_RECORD = Map.of(
                    ConsumedMessage.class,
                    MethodHandles.identity(ConsumedMessage.class),
                    byte[].class,
                    lookup.findVirtual(ConsumedMessage.class, "value", MethodType.methodType(byte[].class)),
                    String.class,
                    lookup.findVirtual(ConsumedMessage.class, "text", MethodType.methodType(String.class)));
            FROM_BATCH = Map.of(
                    ConsumedMessage.class,
                    MethodHandles.identity(List.class),
                    byte[].class,
                    lookup.findStatic(FastCalls.class, "values", MethodType.methodType(List.class, List.class)),
                    String.class,
                    lookup.findStatic(FastCalls.class, "texts", MethodType.methodType(List.class, List.class)));
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    private FastCalls() {}

    static boolean takes(Class<?> type) {
        return FROM_RECORD.containsKey(type);
    }

    /** @param type of the method's first parameter, one that is {@link #takes taken} */
    static ListenerCall ofRecord(Object bean, Method method, Class<?> type) throws IllegalAccessException {
        MethodHandle handle = adapt(bean, method, conversion(FROM_RECORD, type), OF_RECORD);
        // In braces, since only a statement is a call that returns nothing.
        return (messages, from, to, acknowledging) -> {
            handle.invokeExact((ConsumedMessage) messages.get(from), acknowledging.of(from, to));
        };
    }

    /** @param type of the elements of the method's first parameter, one that is {@link #takes taken} */
    static ListenerCall ofBatch(Object bean, Method method, Class<?> type) throws IllegalAccessException {
        MethodHandle handle = adapt(bean, method, conversion(FROM_BATCH, type), OF_BATCH);
        return (messages, from, to, acknowledging) -> {
            handle.invokeExact((List<?>) ListenerCall.part(messages, from, to), acknowledging.of(from, to));
        };
    }

    /** The method with its bean, taking a list and an acknowledgment, whether it wants the latter or not. */
    static MethodHandle ofList(Object bean, Method method) throws IllegalAccessException {
        return adapt(bean, method, MethodHandles.identity(List.class), OF_BATCH);
    }

    private static MethodHandle adapt(Object bean, Method method, MethodHandle conversion, MethodType wanted)
            throws IllegalAccessException {
        MethodHandle bound = MethodHandles.lookup().unreflect(method);
        if (!java.lang.reflect.Modifier.isStatic(method.getModifiers())) {
            bound = bound.bindTo(bean);
        }
        MethodHandle converting = MethodHandles.filterArguments(bound, 0, conversion);
        if (converting.type().parameterCount() == 1) {
            converting = MethodHandles.dropArguments(converting, 1, Acknowledgment.class);
        }
        return converting.asType(wanted);
    }

    private static MethodHandle conversion(Map<Class<?>, MethodHandle> conversions, Class<?> type) {
        MethodHandle conversion = conversions.get(type);
        if (conversion == null) {
            throw new IllegalArgumentException(type + " is none of " + conversions.keySet());
        }
        return conversion;
    }

    @SuppressWarnings("UnusedMethod") // Found by name above.
    private static List<byte[]> values(List<ConsumedMessage> messages) {
        List<byte[]> values = new ArrayList<>(messages.size());
        for (ConsumedMessage message : messages) {
            values.add(message.value());
        }
        return values;
    }

    @SuppressWarnings("UnusedMethod") // Found by name above.
    private static List<String> texts(List<ConsumedMessage> messages) {
        List<String> texts = new ArrayList<>(messages.size());
        for (ConsumedMessage message : messages) {
            texts.add(message.text());
        }
        return texts;
    }
}

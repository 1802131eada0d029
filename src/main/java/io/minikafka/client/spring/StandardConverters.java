package io.minikafka.client.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.ClassUtils;

/** The converter that depends on what else is on the class path. */
final class StandardConverters {
    private static final boolean JACKSON =
            ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", StandardConverters.class.getClassLoader());

    private StandardConverters() {}

    /** Null without Jackson 3. */
    static @Nullable MessageConverter json() {
        return JACKSON ? new JacksonJsonMessageConverter() : null;
    }
}

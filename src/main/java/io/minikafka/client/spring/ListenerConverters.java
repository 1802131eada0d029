package io.minikafka.client.spring;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes payloads of values, by the type of the parameter: bytes, text in UTF-8, and else JSON where there is Jackson.
 * Headers have no say, so that what another application writes there cannot break it.
 */
final class ListenerConverters {
    private static final boolean JACKSON =
            ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", ListenerConverters.class.getClassLoader());

    private ListenerConverters() {}

    /** @param first asked before the others; null for none */
    static MessageConverter of(ListableBeanFactory beans, @Nullable MessageConverter first) {
        List<MessageConverter> converters = new ArrayList<>();
        if (first != null) {
            converters.add(first);
        }
        converters.add(regardlessOfHeaders(new ByteArrayMessageConverter()));
        converters.add(regardlessOfHeaders(new StringMessageConverter(StandardCharsets.UTF_8)));
        if (JACKSON) {
            converters.add(regardlessOfHeaders(Json.converter(beans)));
        }
        return new CompositeMessageConverter(converters);
    }

    private static MessageConverter regardlessOfHeaders(AbstractMessageConverter converter) {
        converter.setContentTypeResolver(headers -> null);
        return converter;
    }

    /** Apart, so that it is not loaded without Jackson. */
    private static final class Json {
        static AbstractMessageConverter converter(ListableBeanFactory beans) {
            JsonMapper mapper = beans.getBeanProvider(JsonMapper.class).getIfUnique();
            return mapper == null ? new JacksonJsonMessageConverter() : new JacksonJsonMessageConverter(mapper);
        }
    }
}

package io.minikafka.http;

import java.time.Duration;
import java.util.List;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What Spring MVC needs to know to serve the API. Cross-origin requests are refused, since nothing here allows them. */
public final class ApiConfigurer implements WebMvcConfigurer {
    private final HttpSettings settings;
    private final ApiJson json;
    private final Durations durations;
    private final Tails tails;

    public ApiConfigurer(HttpSettings settings, ApiJson json, Durations durations, Tails tails) {
        this.settings = settings;
        this.json = json;
        this.durations = durations;
        this.tails = tails;
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.withJsonConverter(new JacksonJsonHttpMessageConverter(json.mapper()));
    }

    @Override
    public void configureAsyncSupport(AsyncSupportConfigurer async) {
        async.setDefaultTimeout(
                settings.maxWait().plus(settings.answerTimeout()).toMillis());
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, From.class, From::parse);
        registry.addConverter(String.class, ValueFormat.class, ValueFormat::parse);
        registry.addConverter(String.class, Duration.class, this::duration);
    }

    private Duration duration(String text) {
        try {
            return durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new NotAcceptedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new ApiHeaders()).addPathPatterns(HttpApi.BASE + "/**");
        registry.addInterceptor(new UnknownParameters()).addPathPatterns(HttpApi.BASE + "/**");
    }

    @Override
    public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(new TailStart(tails));
    }
}

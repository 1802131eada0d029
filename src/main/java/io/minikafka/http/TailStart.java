package io.minikafka.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Answers a request with a tail. Not by Spring MVC's emitters: those block a thread while a client does not read, where a
 * tail only waits to be told that it can go on.
 */
final class TailStart implements HandlerMethodReturnValueHandler {
    private final Tails tails;

    TailStart(Tails tails) {
        this.tails = tails;
    }

    @Override
    public boolean supportsReturnType(MethodParameter type) {
        return TailPlan.class.isAssignableFrom(type.getParameterType());
    }

    @Override
    public void handleReturnValue(
            @Nullable Object plan, MethodParameter type, ModelAndViewContainer model, NativeWebRequest request)
            throws IOException {
        model.setRequestHandled(true);
        tails.start(
                (TailPlan) Objects.requireNonNull(plan),
                Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)),
                Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class)));
    }
}

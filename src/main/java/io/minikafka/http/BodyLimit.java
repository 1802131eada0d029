package io.minikafka.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Keeps the bodies of requests within their bounds, each by itself and all together, until they have been answered. */
public final class BodyLimit implements Filter {
    private final long limit;
    private final BodyBudget budget;

    public BodyLimit(HttpSettings settings) {
        limit = settings.maxRequestBytes();
        budget = new BodyBudget(settings.maxBufferedBytes());
    }

    /** Bytes of the requests under way. */
    long used() {
        return budget.used();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        BoundedRequest bounded = new BoundedRequest((HttpServletRequest) request, limit, budget);
        boolean later = false;
        try {
            chain.doFilter(bounded, response);
            if (bounded.isAsyncStarted()) {
                bounded.getAsyncContext().addListener(new Release(bounded));
                later = true;
            }
        } finally {
            if (!later) {
                bounded.release();
            }
        }
    }

    private record Release(BoundedRequest request) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            request.release();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // Completion follows.
        }

        @Override
        public void onError(AsyncEvent event) {
            // Completion follows.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}

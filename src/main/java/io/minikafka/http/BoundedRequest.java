package io.minikafka.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is refused, when it is read, where it is too large, by what it says of itself or as it turns out,
 * or where there is no room for it. Room is taken as the body says it is large; a body that does not say takes room for
 * the largest.
 */
final class BoundedRequest extends HttpServletRequestWrapper {
    private final long limit;
    private final BodyBudget budget;
    private @Nullable ServletInputStream body;
    private long taken;

    BoundedRequest(HttpServletRequest request, long limit, BodyBudget budget) {
        super(request);
        this.limit = limit;
        this.budget = budget;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            long announced = getContentLengthLong();
            if (announced > limit) {
                throw new HttpProblemException(
                        ProblemType.REQUEST_TOO_LARGE,
                        "The request's body has " + announced + " bytes; the limit is " + limit);
            }
            long room = announced < 0 ? limit : announced;
            budget.take(room);
            taken = room;
            body = new Bounded(super.getInputStream(), limit);
        }
        return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    /** When the request has been answered; once. */
    void release() {
        budget.giveBack(taken);
        taken = 0;
    }

    private static final class Bounded extends ServletInputStream {
        private final ServletInputStream body;
        private final long limit;
        private long read;

        Bounded(ServletInputStream body, long limit) {
            this.body = body;
            this.limit = limit;
        }

        private int count(int bytes) {
            read += Math.max(0, bytes);
            if (read > limit) {
                throw new HttpProblemException(
                        ProblemType.REQUEST_TOO_LARGE,
                        "The request's body has more than " + limit + " bytes, the limit");
            }
            return bytes;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] target, int start, int length) throws IOException {
            return count(body.read(target, start, length));
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("The body is read by blocking");
        }
    }
}

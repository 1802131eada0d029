package io.minikafka.http;

import io.minikafka.broker.BrokerException;
import io.minikafka.broker.DamagedMessagesException;
import io.minikafka.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * What a failure looks like to an HTTP client: problem details (RFC 9457) with a type that never changes, a text that
 * names limit and value, and {@code Retry-After} where trying again can help.
 */
public final class Problems {
    static final String PARTITION = "partition";
    static final String NEXT_READABLE_OFFSET = "nextReadableOffset";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /** A failure of the broker, of the door or, with a text that tells nothing of the inside, of any other kind. */
    static ProblemDetail of(Throwable failure) {
        if (failure instanceof CompletionException e && e.getCause() != null) {
            return of(e.getCause());
        }
        if (failure instanceof BrokerException e) {
            return of(e);
        }
        if (failure instanceof HttpProblemException e) {
            return of(e.type(), e.detail());
        }
        if (failure instanceof StoreException e) {
            // Only the values a door builds itself, such as a topic's name, fail so.
            return of(ProblemType.INVALID_ARGUMENT, e.getMessage());
        }
        log.error("An HTTP request failed in a way that nobody foresaw", failure);
        return of(ProblemType.INTERNAL, "The request failed inside the server; its log has the reason");
    }

    private static ProblemDetail of(BrokerException failure) {
        ProblemDetail problem = of(ProblemType.of(failure.code()), failure.getMessage());
        if (failure instanceof DamagedMessagesException damaged) {
            problem.setProperty(PARTITION, damaged.partition().partition());
            problem.setProperty(NEXT_READABLE_OFFSET, damaged.nextReadable());
        }
        return problem;
    }

    static ProblemDetail of(ProblemType type, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(type.status(), detail);
        problem.setType(type.uri());
        problem.setTitle(type.title());
        return problem;
    }

    /** What a container or a filter refused outside of the API. */
    public static ResponseEntity<ProblemDetail> ofStatus(HttpStatusCode status, String detail) {
        ProblemDetail problem = of(ProblemType.of(status.value()), detail);
        problem.setStatus(status.value());
        return answer(problem, new HttpHeaders());
    }

    /** The answer, whatever formats the client asked for. */
    static ResponseEntity<ProblemDetail> answer(ProblemDetail problem, HttpHeaders headers) {
        HttpHeaders all = new HttpHeaders(headers);
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        retryAfter(problem).ifPresent(delay -> all.set(HttpHeaders.RETRY_AFTER, Long.toString(delay.toSeconds())));
        return new ResponseEntity<>(problem, all, problem.getStatus());
    }

    /** What lacks space, or is away, comes back by itself. */
    private static Optional<Duration> retryAfter(ProblemDetail problem) {
        return problem.getStatus() == ProblemType.UNAVAILABLE.status().value()
                        || problem.getStatus()
                                == ProblemType.RESOURCE_EXHAUSTED.status().value()
                ? Optional.of(RETRY_AFTER)
                : Optional.empty();
    }
}

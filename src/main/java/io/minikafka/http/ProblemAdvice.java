package io.minikafka.http;

import io.minikafka.broker.BrokerException;
import io.minikafka.store.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Makes every failure of a request a problem detail, those that Spring MVC finds before a controller is called, too. */
@RestControllerAdvice
public final class ProblemAdvice extends ResponseEntityExceptionHandler {
    @ExceptionHandler({BrokerException.class, StoreException.class, HttpProblemException.class})
    ResponseEntity<ProblemDetail> refused(RuntimeException failure) {
        return Problems.answer(Problems.of(failure), new HttpHeaders());
    }

    /** What nobody foresaw; nothing when the client has gone. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<ProblemDetail> failed(Exception failure) {
        if (failure instanceof IOException && !(failure instanceof EOFException)) {
            return null;
        }
        return Problems.answer(Problems.of(failure), new HttpHeaders());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (failure instanceof AsyncRequestNotUsableException) {
            return null;
        }
        HttpServletRequest asked = ((ServletWebRequest) request).getRequest();
        ProblemDetail problem = Problems.of(problemOf(failure, status, asked));
        if (status.value() != problem.getStatus() && ProblemType.of(status.value()) == ProblemType.OTHER) {
            problem.setStatus(status.value());
        }
        ResponseEntity<ProblemDetail> answer = Problems.answer(problem, headers);
        return new ResponseEntity<>(answer.getBody(), answer.getHeaders(), answer.getStatusCode());
    }

    private static Exception problemOf(Exception failure, HttpStatusCode status, HttpServletRequest asked) {
        // A limit met while a body was read is wrapped by who read it.
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpProblemException refused) {
                return refused;
            }
            if (cause instanceof JacksonException json) {
                HttpProblemException within = within(json);
                return within == null ? JsonRefusal.of(json) : within;
            }
        }
        return new HttpProblemException(
                failure instanceof AsyncRequestTimeoutException ? ProblemType.TIMEOUT : ProblemType.of(status.value()),
                detail(failure, asked));
    }

    private static @Nullable HttpProblemException within(JacksonException json) {
        for (Throwable cause = json.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpProblemException refused) {
                return refused;
            }
        }
        return null;
    }

    private static String detail(Exception failure, HttpServletRequest asked) {
        if (failure instanceof TypeMismatchException mismatch) {
            return ofValue(mismatch);
        }
        if (failure instanceof MissingServletRequestParameterException missing) {
            return "The parameter '" + missing.getParameterName() + "' is missing";
        }
        if (failure instanceof HttpRequestMethodNotSupportedException method) {
            return "The method is " + method.getMethod() + "; accepted is "
                    + joined(Objects.requireNonNullElse(method.getSupportedMethods(), new String[0]));
        }
        if (failure instanceof HttpMediaTypeNotSupportedException type) {
            return "The content type is " + Objects.requireNonNullElse(type.getContentType(), "missing")
                    + "; accepted is " + joined(type.getSupportedMediaTypes().toArray());
        }
        if (failure instanceof HttpMediaTypeNotAcceptableException type) {
            return "The format asked for cannot be had here; what can is "
                    + joined(type.getSupportedMediaTypes().toArray());
        }
        if (failure instanceof AsyncRequestTimeoutException) {
            return "The answer took too long; what was asked for may have been done";
        }
        if (failure instanceof ErrorResponse response
                && response.getStatusCode().value() == 404) {
            return "Nothing is served at " + asked.getRequestURI() + "; /openapi tells what is";
        }
        if (failure instanceof HttpMessageNotReadableException && failure.getCause() == null) {
            // The only one of Spring's without a cause.
            return "The request's body is empty or null; /openapi tells what is accepted";
        }
        return "The request cannot be read; /openapi tells what is accepted";
    }

    private static String ofValue(TypeMismatchException mismatch) {
        String name = mismatch instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(mismatch.getPropertyName());
        for (Throwable cause = mismatch.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof NotAcceptedException told) {
                return "The parameter '" + name + "' is refused: " + told.getMessage();
            }
        }
        return "The parameter '" + name + "' is '" + mismatch.getValue() + "'; accepted is a whole number up to "
                + Integer.MAX_VALUE;
    }

    private static String joined(Object[] values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            text.append(text.isEmpty() ? "" : " or ").append(value);
        }
        return text.toString();
    }
}

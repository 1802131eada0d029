package io.minikafka.http;

import io.minikafka.broker.BrokerException;
import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The kinds of problem a client can be told of. Their names are part of the API: the types never change. */
enum ProblemType {
    INVALID_ARGUMENT(HttpStatus.BAD_REQUEST, "A name, number or combination that can never be right"),
    MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be read"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Nobody known"),
    PERMISSION_DENIED(HttpStatus.FORBIDDEN, "Not allowed"),
    UNKNOWN_TOPIC(HttpStatus.NOT_FOUND, "No such topic or partition"),
    UNKNOWN_GROUP(HttpStatus.NOT_FOUND, "No such group"),
    UNKNOWN_MESSAGE(HttpStatus.NOT_FOUND, "No such message"),
    UNKNOWN_PATH(HttpStatus.NOT_FOUND, "Nothing is served here"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "Not this method"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "Not in this format"),
    TOPIC_EXISTS(HttpStatus.CONFLICT, "The topic exists"),
    FAILED_PRECONDITION(HttpStatus.CONFLICT, "The request does not fit the state"),
    MESSAGE_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The message is too large"),
    REQUEST_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Not this kind of content"),
    OFFSET_OUT_OF_RANGE(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "The offset is out of range"),
    DATA_LOSS(HttpStatus.INTERNAL_SERVER_ERROR, "What is stored is damaged"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "A failure inside the server"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Not available now"),
    TOO_BUSY(HttpStatus.SERVICE_UNAVAILABLE, "Too much at the same time"),
    TIMEOUT(HttpStatus.SERVICE_UNAVAILABLE, "No answer in time"),
    RESOURCE_EXHAUSTED(HttpStatus.INSUFFICIENT_STORAGE, "No space"),
    /** What a container or a framework refuses with a status that has no kind of its own here. */
    OTHER(HttpStatus.BAD_REQUEST, "The request failed");

    private static final String PREFIX = "urn:minikafka:problem:";

    private final HttpStatus status;
    private final String title;

    ProblemType(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    /** Such as {@code urn:minikafka:problem:unknown-topic}. */
    URI uri() {
        return URI.create(PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    static ProblemType of(BrokerException.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT -> INVALID_ARGUMENT;
            case MESSAGE_TOO_LARGE -> MESSAGE_TOO_LARGE;
            case UNKNOWN_TOPIC -> UNKNOWN_TOPIC;
            case TOPIC_EXISTS -> TOPIC_EXISTS;
            case UNKNOWN_GROUP -> UNKNOWN_GROUP;
            case OFFSET_OUT_OF_RANGE -> OFFSET_OUT_OF_RANGE;
            case FAILED_PRECONDITION -> FAILED_PRECONDITION;
            case RESOURCE_EXHAUSTED -> RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> UNAVAILABLE;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case PERMISSION_DENIED -> PERMISSION_DENIED;
            case DATA_LOSS -> DATA_LOSS;
            case INTERNAL -> INTERNAL;
        };
    }

    /** For what others than the broker refuse. */
    static ProblemType of(int status) {
        return switch (status) {
            case 400 -> MALFORMED_REQUEST;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> UNKNOWN_PATH;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> REQUEST_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 500 -> INTERNAL;
            case 503 -> UNAVAILABLE;
            default -> OTHER;
        };
    }
}

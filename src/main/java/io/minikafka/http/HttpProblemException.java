package io.minikafka.http;

import java.io.Serial;

/** What the door itself refuses, with a message that names the limit and the value. */
final class HttpProblemException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ProblemType type;
    private final String detail;

    HttpProblemException(ProblemType type, String detail) {
        super(detail);
        this.type = type;
        this.detail = detail;
    }

    static HttpProblemException malformed(String detail) {
        return new HttpProblemException(ProblemType.MALFORMED_REQUEST, detail);
    }

    ProblemType type() {
        return type;
    }

    String detail() {
        return detail;
    }
}

package io.minikafka.server;

import io.minikafka.http.Problems;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** What is told, as RFC 9457 has it, to who is refused before any controller is asked. */
final class HttpProblem {
    private HttpProblem() {}

    static void send(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        ProblemDetail known =
                Objects.requireNonNull(Problems.ofStatus(status, detail).getBody());
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", known.getType());
        problem.put("title", known.getTitle());
        problem.put("status", status.value());
        problem.put("detail", detail);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(JsonMapper.shared().writeValueAsBytes(problem));
    }
}

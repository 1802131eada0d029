package io.minikafka.server;

import io.minikafka.http.Problems;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Makes what the container or a filter refuses a problem detail, as what the API refuses is one. */
@RestController
@Hidden
final class ProblemErrorController implements ErrorController {
    /** Null in the middle of an answer, such as a tail whose client has gone: there is nobody to tell. */
    @RequestMapping("${server.error.path:/error}")
    @Nullable
    ResponseEntity<ProblemDetail> error(HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            return null;
        }
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        return Problems.ofStatus(
                HttpStatusCode.valueOf(status instanceof Integer code ? code : 404),
                "The request to " + request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) + " was refused");
    }
}

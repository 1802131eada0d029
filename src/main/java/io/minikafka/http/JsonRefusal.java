package io.minikafka.http;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a request's JSON, and where, without repeating what is in it. */
final class JsonRefusal {
    private JsonRefusal() {}

    static HttpProblemException of(JacksonException failure) {
        if (failure instanceof StreamConstraintsException) {
            // Names the limit and what was met.
            return new HttpProblemException(ProblemType.REQUEST_TOO_LARGE, failure.getOriginalMessage());
        }
        if (failure instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return HttpProblemException.malformed("The request's JSON has an unknown field at " + path(failure)
                    + at(failure) + "; accepted are " + known);
        }
        if (failure instanceof StreamReadException) {
            return HttpProblemException.malformed("The request is no JSON in UTF-8" + at(failure));
        }
        return HttpProblemException.malformed("The request's JSON has a value of the wrong kind at " + path(failure)
                + at(failure) + "; /openapi tells what is accepted");
    }

    private static String path(JacksonException failure) {
        StringBuilder path = new StringBuilder("$");
        for (JacksonException.Reference step : failure.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append('.').append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    private static String at(JacksonException failure) {
        TokenStreamLocation location = failure.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}

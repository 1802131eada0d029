package io.minikafka.http;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a tail stands in its partitions, as an event's id: {@code 0:43,1:17} is the next offset of partitions 0 and 1. A
 * client that reconnects sends the last id it got, and misses nothing.
 */
record Positions(Map<Integer, Long> next) {
    private static final String PLACE = "\\d{1,5}:\\d{1,18}";

    /** In the order of partitions, so that the same place has the same id. */
    Positions {
        next = Collections.unmodifiableMap(new TreeMap<>(next));
    }

    /** @throws HttpProblemException when the text is no such id, or has more partitions than accepted */
    static Positions parse(String id, int greatest) {
        if (!id.matches(PLACE + "(," + PLACE + ")*")) {
            throw HttpProblemException.malformed(
                    "The header Last-Event-ID is no id of this API's events, such as 0:43,1:17");
        }
        String[] places = id.split(",");
        if (places.length > greatest) {
            throw HttpProblemException.malformed("The header Last-Event-ID has " + places.length
                    + " partitions; the limit of a tail is " + greatest);
        }
        Map<Integer, Long> next = new TreeMap<>();
        for (String place : places) {
            int colon = place.indexOf(':');
            next.put(Integer.parseInt(place.substring(0, colon)), Long.parseLong(place.substring(colon + 1)));
        }
        return new Positions(next);
    }

    /** As {@link #parse} reads it. */
    String toId() {
        return next.entrySet().stream()
                .map(place -> place.getKey() + ":" + place.getValue())
                .collect(Collectors.joining(","));
    }
}

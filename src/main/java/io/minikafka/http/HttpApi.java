package io.minikafka.http;

/** What all parts of the HTTP API have in common. */
public final class HttpApi {
    /** Where it is. */
    public static final String BASE = "/api/v1";

    /** What is below {@link #BASE}, for a filter. */
    public static final String ALL = BASE + "/*";

    private HttpApi() {}
}

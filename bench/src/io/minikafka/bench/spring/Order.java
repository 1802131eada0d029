package io.minikafka.bench.spring;

/** A message that is an object, about 100 bytes of JSON. */
public record Order(String id, String customer, String article, int quantity, long cents) {
    static final Order ONE = new Order("0b5c7c52-9d6c-4f0e", "customer-4711", "two coffees", 2, 640);

    /** As Jackson writes it. */
    static final String JSON =
            "{\"id\":\"0b5c7c52-9d6c-4f0e\",\"customer\":\"customer-4711\",\"article\":\"two coffees\",\"quantity\":2,\"cents\":640}";
}

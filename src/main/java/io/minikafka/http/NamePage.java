package io.minikafka.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Some of the names there are, in order. */
@Schema(name = "Names", description = "Some of the names there are, in order.")
record NamePage(
        @Schema(
                description = "The names.",
                example = "[\"invoices\", \"orders\"]",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<String> names,

        @Schema(
                description = "Where the next page goes on, as its parameter 'after'; left out on the last page.",
                example = "orders")
        @Nullable
        String next) {
    static final int DEFAULT_SIZE = 100;

    /**
     * The page behind a name, which need not exist any more.
     *
     * @param sorted all names
     */
    static NamePage of(List<String> sorted, @Nullable String after, int size) {
        return of(sorted, after, null, size);
    }

    /** @param contained what names on the page have somewhere, in upper or lower case */
    static NamePage of(List<String> sorted, @Nullable String after, @Nullable String contained, int size) {
        String part = contained == null ? "" : contained.toLowerCase(Locale.ROOT);
        List<String> behind = sorted.stream()
                .filter(name -> after == null || name.compareTo(after) > 0)
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(part))
                .limit(size + 1L)
                .toList();
        return behind.size() <= size
                ? new NamePage(behind, null)
                : new NamePage(behind.subList(0, size), behind.get(size - 1));
    }
}

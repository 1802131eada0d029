package io.minikafka.client.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringUtils;

/** Reads texts of annotations: placeholders first, then expressions, then what the text is to be. */
record ListenerExpressions(ConfigurableBeanFactory beans) {

    /** @return null when it is empty */
    @Nullable
    String text(String attribute, String text) {
        return one(attribute, text, Function.identity(), "a text");
    }

    int integer(String attribute, String text, int otherwise) {
        Integer value = one(attribute, text, Integer::valueOf, "a number");
        return value == null ? otherwise : value;
    }

    boolean bool(String attribute, String text, boolean otherwise) {
        Boolean value = one(attribute, text, ListenerExpressions::bool, "true or false");
        return value == null ? otherwise : value;
    }

    Duration duration(String attribute, String text, Duration otherwise) {
        Duration value =
                one(attribute, text, DurationFormatterUtils::detectAndParse, "a duration such as 30s, 5m or PT30S");
        return value == null ? otherwise : value;
    }

    <E extends Enum<E>> E constant(String attribute, String text, E otherwise) {
        Class<E> type = otherwise.getDeclaringClass();
        E value = one(
                attribute,
                text,
                name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)),
                List.of(type.getEnumConstants()).toString());
        return value == null ? otherwise : value;
    }

    /** Commas part texts, and expressions may be arrays and collections. */
    List<String> texts(String[] attribute) {
        List<String> all = new ArrayList<>();
        for (String text : attribute) {
            collect(evaluate(text), all);
        }
        return all;
    }

    private static void collect(@Nullable Object value, List<String> all) {
        if (value instanceof Collection<?> several) {
            several.forEach(one -> collect(one, all));
        } else if (value instanceof Object[] several) {
            for (Object one : several) {
                collect(one, all);
            }
        } else if (value != null) {
            for (String text : StringUtils.commaDelimitedListToStringArray(value.toString())) {
                if (!text.isBlank()) {
                    all.add(text.strip());
                }
            }
        }
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private <T> @Nullable T one(String attribute, String text, Function<String, T> read, String accepted) {
        Object value = evaluate(text);
        String found = value == null ? "" : value.toString().strip();
        if (found.isEmpty()) {
            return null;
        }
        try {
            return read.apply(found);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "The " + attribute + " is '" + found + "'" + (found.equals(text) ? "" : ", of '" + text + "'")
                            + "; accepted is " + accepted,
                    unreadable);
        }
    }

    private @Nullable Object evaluate(String text) {
        String resolved = beans.resolveEmbeddedValue(text);
        BeanExpressionResolver expressions = beans.getBeanExpressionResolver();
        return resolved == null || expressions == null
                ? resolved
                : expressions.evaluate(resolved, new BeanExpressionContext(beans, null));
    }
}

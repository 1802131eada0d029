package io.minikafka.http;

import io.minikafka.store.Bytes;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How keys, values and headers are written into JSON, which has no bytes. */
enum ValueFormat {
    /** As text where that loses nothing, which is when the bytes are UTF-8; in base64 otherwise. */
    AUTO,
    /** As text, in which bytes that are not UTF-8 show as U+FFFD: for looking, not for copying. */
    TEXT,
    /** All in base64. */
    BASE64;

    static ValueFormat parse(String text) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new NotAcceptedException("'" + text + "' is no format; accepted is auto, text or base64"));
    }

    /** Hands over the text or the base64; the other is null, and both are where there are no bytes. */
    <T> T write(@Nullable Bytes bytes, BiFunction<@Nullable String, @Nullable String, T> target) {
        if (bytes == null) {
            return target.apply(null, null);
        }
        String text = switch (this) {
            case AUTO -> strictText(bytes);
            case TEXT -> bytes.toUtf8();
            case BASE64 -> null;
        };
        return text == null ? target.apply(null, base64(bytes)) : target.apply(text, null);
    }

    static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static @Nullable String strictText(Bytes bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.asByteBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}

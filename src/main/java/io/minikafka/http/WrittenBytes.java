package io.minikafka.http;

import io.minikafka.store.Bytes;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes as clients write them: as text, which stands for its UTF-8, or in base64. */
final class WrittenBytes {
    private WrittenBytes() {}

    /**
     * The bytes; null when neither is there.
     *
     * @param where the text's name in the request; that of the base64 has {@code Base64} at its end
     */
    static @Nullable Bytes read(String where, @Nullable String text, @Nullable String base64) {
        if (text != null && base64 != null) {
            throw HttpProblemException.malformed(
                    "There are both " + where + " and " + where + "Base64; accepted is one of them");
        }
        if (base64 != null) {
            return ofBase64(where, base64);
        }
        return text == null ? null : ofText(where, text);
    }

    private static Bytes ofBase64(String where, String base64) {
        try {
            return Bytes.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw HttpProblemException.malformed(
                    where + "Base64 is no base64 (RFC 4648, section 4): " + e.getMessage());
        }
    }

    private static Bytes ofText(String where, String text) {
        try {
            return Bytes.copyOf(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
        } catch (CharacterCodingException e) {
            throw HttpProblemException.malformed(
                    where + " has half of a surrogate pair, which is no text; " + where + "Base64 takes any bytes");
        }
    }
}

package io.minikafka.resp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a line, as people type it, into arguments: by white space, with quotes. Within {@code "…"} there are
 * {@code \xHH \n \r \t \a \b}, and any other escaped character stands for itself; within {@code '…'} there is only
 * {@code \'}. A closing quote ends an argument, an opening one need not begin it. Not safe for use by several threads.
 */
final class InlineRequest {
    private static final byte NO_QUOTE = 0;

    private final byte[] line;
    private final int end;
    private int position;

    private final byte[] text;
    private int written;
    private int[] bounds = new int[8];
    private int count;

    private InlineRequest(byte[] array, int start, int end) {
        this.line = array;
        this.position = start;
        this.end = end;
        this.text = new byte[end - start];
    }

    /** The request of a line that is given without its end, or null when there are no arguments. */
    static @Nullable Request of(byte[] array, int start, int end) throws ProtocolException {
        InlineRequest request = new InlineRequest(array, start, end);
        while (request.skipSpaces()) {
            request.argument();
        }
        return request.count == 0 ? null : new Request(request.text, 0, Arrays.copyOf(request.bounds, request.count));
    }

    private boolean skipSpaces() {
        while (position < end && isSpace(line[position])) {
            position++;
        }
        return position < end;
    }

    private void argument() throws ProtocolException {
        bound();
        byte quote = NO_QUOTE;
        while (position < end) {
            byte next = line[position++];
            if (quote == NO_QUOTE) {
                if (endsWord(next)) {
                    break;
                } else if (next == '"' || next == '\'') {
                    quote = next;
                } else {
                    text[written++] = next;
                }
            } else if (next == quote) {
                if (position < end && !isSpace(line[position])) {
                    throw unbalanced();
                }
                quote = NO_QUOTE;
                break;
            } else {
                text[written++] = next == '\\' ? escaped(quote) : next;
            }
        }
        if (quote != NO_QUOTE) {
            throw unbalanced();
        }
        bound();
    }

    /** What a backslash and what follows it stand for; a backslash that begins no escape stands for itself. */
    private byte escaped(byte quote) {
        if (position == end || (quote == '\'' && line[position] != '\'')) {
            return '\\';
        }
        byte next = line[position++];
        if (next == 'x' && quote == '"' && end - position >= 2) {
            int high = Character.digit(line[position], 16);
            int low = Character.digit(line[position + 1], 16);
            if (high >= 0 && low >= 0) {
                position += 2;
                return (byte) (high << 4 | low);
            }
        }
        return switch (next) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'a' -> 0x07;
            case 'b' -> '\b';
            default -> next;
        };
    }

    private void bound() {
        if (count == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * count);
        }
        bounds[count++] = written;
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }

    /** Fewer than {@link #isSpace}: Redis lets a vertical tab or a form feed be part of a word it does not begin. */
    private static boolean endsWord(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }

    private static ProtocolException unbalanced() {
        return new ProtocolException("unbalanced quotes in request");
    }
}

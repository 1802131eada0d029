package io.minikafka.resp;

import java.time.Instant;
import java.util.Locale;

/** How {@code MONITOR} shows a command: {@code <seconds> [0 <client>] "CMD" "arg" …}, never with a credential. */
final class MonitorLine {
    private static final int MOST_ARGUMENTS = 32;
    private static final int MOST_BYTES = 1_024;
    private static final String HEX = "0123456789abcdef";

    private MonitorLine() {}

    static String of(Instant time, RespSession session, Command command, Request request) {
        StringBuilder line = new StringBuilder(128)
                .append(String.format(Locale.ROOT, "%d.%06d", time.getEpochSecond(), time.getNano() / 1_000))
                .append(" [0 ")
                .append(session.shownName())
                .append(']');
        // Everything behind HELLO's version may be a password, be it only by a mistake in the syntax.
        int shown = command.name().equals("hello") ? 2 : MOST_ARGUMENTS;
        for (int i = 0; i < request.size(); i++) {
            if (i == MOST_ARGUMENTS) {
                line.append(" … (").append(request.size() - i).append(" more)");
                break;
            }
            line.append(' ');
            if (i >= shown) {
                line.append("(redacted)");
            } else {
                request.argument(i).with((array, start, length) -> quote(line, array, start, length));
            }
        }
        return line.toString();
    }

    /** As Redis quotes. */
    private static StringBuilder quote(StringBuilder line, byte[] array, int start, int length) {
        line.append('"');
        int end = start + Math.min(length, MOST_BYTES);
        for (int i = start; i < end; i++) {
            int b = array[i] & 0xff;
            switch (b) {
                case '"', '\\' -> line.append('\\').append((char) b);
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case 7 -> line.append("\\a");
                case '\b' -> line.append("\\b");
                default -> {
                    if (b >= ' ' && b <= '~') {
                        line.append((char) b);
                    } else {
                        line.append("\\x").append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
                    }
                }
            }
        }
        line.append('"');
        if (length > MOST_BYTES) {
            line.append("… (").append(length).append(" bytes)");
        }
        return line;
    }
}

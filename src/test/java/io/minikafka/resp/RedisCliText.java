package io.minikafka.resp;

import java.nio.charset.StandardCharsets;

/** Shows replies as redis-cli shows them to a person. Not safe for use by several threads. */
final class RedisCliText {
    private final String reply;
    private int at;

    private RedisCliText(String reply) {
        this.reply = reply;
    }

    /** @param reply as {@link RespClient#reply} returns it */
    static String of(String reply) {
        return new RedisCliText(reply).next("");
    }

    /** The same for a command whose reply redis-cli knows to be a text for people. */
    static String ofReport(String reply) {
        String text = reply.substring(reply.indexOf('\n') + 1);
        return reply.startsWith("$") ? text.replace("\r\n", "\n") : of(reply);
    }

    private String next(String indentation) {
        char type = reply.charAt(at);
        String line = reply.substring(at + 1, reply.indexOf("\r\n", at));
        at += line.length() + 3;
        return switch (type) {
            case '+' -> line;
            case '-' -> "(error) " + new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            case ':' -> "(integer) " + line;
            case '_' -> "(nil)";
            case '$' -> line.equals("-1") ? "(nil)" : quoted(take(Integer.parseInt(line)));
            case '*', '~' -> line.equals("-1") ? "(nil)" : elements(Integer.parseInt(line), false, indentation);
            case '%' -> elements(Integer.parseInt(line), true, indentation);
            default -> throw new IllegalArgumentException("Not a reply these examples have: " + type + line);
        };
    }

    private String take(int length) {
        String taken = reply.substring(at, at + length);
        at += length + 2;
        return taken;
    }

    private String elements(int count, boolean pairs, String indentation) {
        if (count == 0) {
            return "(empty array)";
        }
        int digits = Integer.toString(count).length();
        String deeper = indentation + " ".repeat(digits + 2);
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append(i == 1 ? "" : "\n" + indentation)
                    .append(String.format("%" + digits + "d", i))
                    .append(pairs ? "# " : ") ")
                    .append(next(deeper));
            if (pairs) {
                text.append(" => ").append(next(deeper));
            }
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                + '"';
    }
}

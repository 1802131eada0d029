package io.minikafka.resp;

import io.minikafka.store.Bytes;

/** Error texts in Redis's own words, and what clients sent as it may be shown in them. */
final class ErrorTexts {
    static final String SYNTAX = "ERR syntax error";
    static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";
    static final String INTERNAL = "ERR internal error; the server's log has the reason";

    private static final int MOST_SHOWN = 128;

    private ErrorTexts() {}

    static String wrongNumberOfArguments(Command command) {
        return "ERR wrong number of arguments for '" + command.name() + "' command";
    }

    static String unknownCommand(Request request) {
        StringBuilder text = new StringBuilder("ERR unknown command '")
                .append(shown(request.argument(0)))
                .append("', with args beginning with: ");
        int shown = 0;
        for (int i = 1; i < request.size() && shown < MOST_SHOWN; i++) {
            String argument = shown(request.argument(i));
            shown += argument.length();
            text.append('\'').append(argument).append("' ");
        }
        return text.toString();
    }

    /** Shortened, and without what would break a line or a terminal. */
    static String shown(Bytes bytes) {
        // Beyond the bound by more than a character's bytes, so that the cut is never seen as a damaged one.
        return shown(
                bytes.length() <= 4 * MOST_SHOWN
                        ? bytes.toUtf8()
                        : bytes.with((array, start, length) ->
                                Bytes.wrap(array, start, 4 * MOST_SHOWN).toUtf8()));
    }

    /** Shortened, and without what would break a line or a terminal. */
    static String shown(String text) {
        String cut = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
        return cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
    }
}

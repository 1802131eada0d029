package io.minikafka.resp;

import io.minikafka.store.Bytes;

/** Error texts in Redis's own words, and what clients sent as it may be shown in them. */
final class ErrorTexts {
    static final String SYNTAX = "ERR syntax error";
    static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";

    private static final int MOST_SHOWN = 128;

    private ErrorTexts() {}

    static String wrongNumberOfArguments(Command command) {
        return "ERR wrong number of arguments for '" + command.name() + "' command";
    }

    static String noPermission(RespSession session, Command command) {
        return "NOPERM User " + session.user() + " has no permissions to run the '" + command.name() + "' command";
    }

    static String unknownCommand(Request request) {
        StringBuilder arguments = new StringBuilder();
        for (int i = 1; i < request.size() && arguments.length() < MOST_SHOWN; i++) {
            String argument = beginning(request.argument(i), MOST_SHOWN - arguments.length());
            arguments.append('\'').append(argument).append("' ");
        }
        return "ERR unknown command '" + beginning(request.argument(0), MOST_SHOWN) + "', with args beginning with: "
                + arguments;
    }

    private static String beginning(Bytes bytes, int most) {
        String text = printable(text(bytes));
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** Shortened, and without what would break a line or a terminal. */
    static String shown(Bytes bytes) {
        return shown(text(bytes));
    }

    /** Shortened, and without what would break a line or a terminal. */
    static String shown(String text) {
        return printable(text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…");
    }

    /** No more than is needed: beyond the bound by more than a character's bytes, so that none is shown damaged. */
    private static String text(Bytes bytes) {
        return bytes.length() <= 4 * MOST_SHOWN
                ? bytes.toUtf8()
                : bytes.with((array, start, length) ->
                        Bytes.wrap(array, start, 4 * MOST_SHOWN).toUtf8());
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
    }
}

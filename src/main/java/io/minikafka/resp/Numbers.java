package io.minikafka.resp;

/** Numbers in arguments. */
final class Numbers {
    private Numbers() {}

    /** @throws CommandException with this text when it is no integer */
    static long integer(String text, String otherwise) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new CommandException(otherwise);
        }
    }
}

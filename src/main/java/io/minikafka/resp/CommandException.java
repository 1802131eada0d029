package io.minikafka.resp;

/** A command is refused with this error. Without a stack trace: any peer can cause one, as often as it likes. */
final class CommandException extends RuntimeException {
    private final String text;

    /** @param text the error, its code in front */
    CommandException(String text) {
        super(text, null, false, false);
        this.text = text;
    }

    String text() {
        return text;
    }
}

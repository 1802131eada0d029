package io.minikafka.resp;

/** What the commands of one read ask for together. Its replies have their places already. */
interface Batch {
    /** Whether a command may be executed before this is submitted. */
    boolean goesOnWith(Command command);

    /** Hands it to the broker. Called once. */
    void submit();
}

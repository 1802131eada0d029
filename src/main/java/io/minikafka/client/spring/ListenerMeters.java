package io.minikafka.client.spring;

/** Counts what becomes of a listener's messages. Safe for use by many threads. */
interface ListenerMeters {
    /** Where nobody counts. */
    ListenerMeters NONE = new ListenerMeters() {
        @Override
        public void dealtWith(int messages) {}

        @Override
        public void failed() {}

        @Override
        public void retried() {}

        @Override
        public void deadLettered(int messages) {}

        @Override
        public void skipped(int messages) {}
    };

    void dealtWith(int messages);

    void failed();

    void retried();

    void deadLettered(int messages);

    void skipped(int messages);
}

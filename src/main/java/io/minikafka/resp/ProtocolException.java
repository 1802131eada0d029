package io.minikafka.resp;

/**
 * What came is not the Redis protocol, or goes beyond a limit. The message is what Redis says after {@code ERR }. Nobody
 * can tell where the next request would begin, so the connection ends.
 */
final class ProtocolException extends Exception {
    /** Without a stack trace: any peer can cause one, as often as it likes. */
    ProtocolException(String reason) {
        super("Protocol error: " + reason, null, false, false);
    }

    /** The declared number of arguments is not one, or above a limit. */
    static ProtocolException invalidArgumentCount() {
        return new ProtocolException("invalid multibulk length");
    }

    /** The declared length of an argument is not one, is above a limit, or not what followed. */
    static ProtocolException invalidLength() {
        return new ProtocolException("invalid bulk length");
    }
}

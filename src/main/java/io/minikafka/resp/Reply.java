package io.minikafka.resp;

/** A reply, complete, that is written when its turn has come. */
@FunctionalInterface
interface Reply {
    void writeTo(ReplyWriter out);
}

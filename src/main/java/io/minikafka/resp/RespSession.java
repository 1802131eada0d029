package io.minikafka.resp;

import io.minikafka.broker.Broker;
import io.minikafka.security.Authenticator;
import io.minikafka.security.Caller;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the door knows about a connection. Changed on its event loop only; what other connections may ask for is safe to
 * read from any thread.
 */
final class RespSession {
    private final long id;
    private final String peer;
    private final String local;
    private final long createdNanos = System.nanoTime();
    private final ProduceTargets targets = new ProduceTargets();
    private final Acks acks = new Acks();

    private volatile Caller caller;
    private volatile boolean authenticated;
    private volatile boolean administrator;
    private volatile RespVersion version = RespVersion.RESP2;
    private volatile @Nullable String name;
    private volatile String libraryName = "";
    private volatile String libraryVersion = "";
    private volatile String lastCommand = "NULL";
    private volatile long lastUsedNanos = createdNanos;

    private Broker broker;
    private @Nullable GroupIdentity identity;
    private @Nullable Consumer consumer;

    RespSession(long id, SocketAddress peer, SocketAddress local, Caller caller, Broker broker) {
        this.id = id;
        this.peer = text(peer);
        this.local = text(local);
        this.caller = caller;
        this.authenticated = !caller.equals(Caller.STRANGER);
        this.administrator = caller.isAdministrator();
        this.broker = broker;
    }

    private static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            String host = inet.getAddress().getHostAddress();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
        }
        return address.toString();
    }

    /** Unique in the server's life. */
    long id() {
        return id;
    }

    /** The address at the client's end. */
    String peer() {
        return peer;
    }

    /** The address at the server's end. */
    String local() {
        return local;
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    /** Whether it may see and change what belongs to others. */
    boolean isAdministrator() {
        return administrator;
    }

    /** Who uses the connection. */
    Caller caller() {
        return caller;
    }

    /** The same as Redis would name it. */
    String user() {
        return caller.equals(Caller.ANONYMOUS) ? Authenticator.DEFAULT_USER : caller.name();
    }

    /** The broker as the caller may use it. */
    Broker broker() {
        return broker;
    }

    void usedBy(Caller now, Broker view) {
        caller = now;
        authenticated = !now.equals(Caller.STRANGER);
        administrator = now.isAdministrator();
        broker = view;
    }

    /** Of the reply that is written next. */
    RespVersion version() {
        return version;
    }

    void version(RespVersion now) {
        version = now;
    }

    /** As given by the client; null for none. */
    @Nullable
    String name() {
        return name;
    }

    void name(@Nullable String now) {
        name = now;
    }

    /** What a person would call this connection: its name, or the client's address. */
    String shownName() {
        String given = name;
        return given == null ? peer : given;
    }

    String libraryName() {
        return libraryName;
    }

    void libraryName(String now) {
        libraryName = now;
    }

    String libraryVersion() {
        return libraryVersion;
    }

    void libraryVersion(String now) {
        libraryVersion = now;
    }

    String lastCommand() {
        return lastCommand;
    }

    /** Notes that the connection executed commands, this one at last. */
    void used(Command command) {
        lastCommand = command.name();
        lastUsedNanos = System.nanoTime();
    }

    long ageNanos() {
        return System.nanoTime() - createdNanos;
    }

    long idleNanos() {
        return System.nanoTime() - lastUsedNanos;
    }

    /** The group it consumes for, and as whom; null until the client said so. */
    @Nullable
    GroupIdentity identity() {
        return identity;
    }

    void identity(@Nullable GroupIdentity now) {
        identity = now;
    }

    /** Its membership in a group; null until it consumes. */
    @Nullable
    Consumer consumer() {
        return consumer;
    }

    void consumer(@Nullable Consumer now) {
        consumer = now;
    }

    /** Reads its acknowledgements. */
    Acks acks() {
        return acks;
    }

    /** Whether it ever named a topic to produce to. */
    boolean hasProduced() {
        return targets.any();
    }

    /** Where it produces to. */
    ProduceTargets targets() {
        return targets;
    }
}

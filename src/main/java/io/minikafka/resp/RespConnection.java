package io.minikafka.resp;

import io.minikafka.resp.Command.Flag;
import io.minikafka.security.Caller;
import io.minikafka.security.CommonName;
import io.minikafka.security.Credentials;
import io.minikafka.security.Origin;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One connection: executes requests in their order and sends the replies in the same order, those to one read of the
 * socket at once. Lives on its event loop; what other threads may call says so.
 *
 * <p>Three things make it pause: a command that waits, output that the client does not take, and more work handed to the
 * broker than a connection may have under way, answered for or not. While it pauses it goes on reading a little, since only who reads notices
 * that the other end has gone.
 */
final class RespConnection extends ChannelInboundHandlerAdapter {
    /** Read, and kept, while nothing can be executed. */
    static final int MOST_BACKLOG_BYTES = 64 << 10;

    /** Sent before the end of a read, so that large replies do not pile up. */
    private static final int FLUSH_BYTES = 64 << 10;

    private static final long LINGER_MILLIS = 1_000;

    private static final System.Logger LOG = System.getLogger(RespConnection.class.getName());

    private final Door door;
    private final RequestDecoder decoder;
    private final OutputPatience patience;
    private final LoginPatience loginPatience;
    private final ReplyQueue replies;
    private final Deliveries deliveries;

    private Caller callerAtFirst;
    private @Nullable ChannelHandlerContext context;
    private @Nullable RespSession session;
    private @Nullable LoopTasks loop;
    private @Nullable Batch batch;
    private @Nullable Request held;
    private boolean heldForRoom;
    private @Nullable Command lastCommand;
    private int executed;
    private int backlog;
    private boolean exhausted;
    private boolean busy;
    private boolean broken;
    private boolean ending;
    private boolean closed;

    RespConnection(Door door) {
        this.door = door;
        replies = new ReplyQueue(door.statistics().errorReplies);
        deliveries = new Deliveries(door.statistics(), door.deliveryErrors(), () -> loop().wake());
        decoder = new RequestDecoder(
                door.decoderLimits(!door.settings().authenticator().isRequired()));
        callerAtFirst = door.settings().authenticator().withoutCredentials();
        patience = new OutputPatience(door.settings().outputTimeout());
        loginPatience = new LoginPatience(door.settings().loginTimeout());
    }

    // ---- what commands use

    RespSession session() {
        if (session == null) {
            throw new IllegalStateException("Not connected yet");
        }
        return session;
    }

    /** Replies when the turn has come, which may be now. */
    void reply(Reply reply) {
        if (!closed) {
            replies.add(reply);
        }
    }

    /** Replies with an error. */
    void error(String text) {
        reply(out -> out.error(text));
    }

    void ok() {
        reply(out -> out.simple("OK"));
    }

    /** In the order of their requests. */
    ReplyQueue replies() {
        return replies;
    }

    /** What it produced and is not stored yet. Any thread may call. */
    Deliveries deliveries() {
        return deliveries;
    }

    /** Replies with what a future ends in. */
    <T> void replyWith(
            CompletableFuture<T> future, BiFunction<? super @Nullable T, ? super @Nullable Throwable, Reply> toReply) {
        PendingReply pending = replies.expect(new PendingReply(this));
        future.whenComplete((value, failure) -> pending.complete(toReply.apply(value, failure)));
    }

    @Nullable
    Batch batch() {
        return batch;
    }

    /** Collects from now on what following commands ask for. */
    void begin(Batch opened) {
        submitBatch();
        batch = opened;
    }

    /** Hands what was collected to the broker. */
    void submitBatch() {
        Batch open = batch;
        if (open != null) {
            batch = null;
            open.submit();
        }
    }

    /**
     * Serves this caller from now on; the tighter limits of the protocol end, or begin again. What another one had a right
     * to ends: its membership in a group, and watching others.
     */
    void usedBy(Caller caller) {
        RespSession current = session();
        if (!caller.equals(current.caller()) && current.consumer() != null) {
            leaveGroup();
        }
        if (!caller.isAdministrator()) {
            door.monitors().remove(this);
        }
        current.usedBy(caller, door.views().of(caller));
        decoder.limits(door.decoderLimits(current.isAuthenticated()));
        awaitLogin();
    }

    private void awaitLogin() {
        if (session().isAuthenticated()) {
            loginPatience.forget();
        } else {
            loginPatience.watch(context().executor(), this::proceed);
        }
    }

    /** Whom a new connection like this one is used by. */
    Caller callerAtFirst() {
        return callerAtFirst;
    }

    /** Executes nothing more, and closes once all replies are sent. */
    void end() {
        ending = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Any thread may call. */
    LoopTasks loop() {
        if (loop == null) {
            throw new IllegalStateException("Not connected yet");
        }
        return loop;
    }

    // ---- what other connections and the server use, on any thread

    /** Tells that a reply that was pending may be ready. */
    void replyReady() {
        boolean seenAnyway = loop().isHere() && busy;
        if (!seenAnyway) {
            loop().wake();
        }
    }

    /** Closes at once. */
    void close() {
        context().close();
    }

    /** Ends as {@link #end()} does. */
    void endSoon() {
        var unused = loop().execute(() -> {
            end();
            proceed();
        });
    }

    /** Sends something that nobody asked for; false if too much waits to be sent already. To be called on the event loop. */
    boolean push(Reply line) {
        if (closed || ending || !context().channel().isWritable() || replies.isFull()) {
            return false;
        }
        reply(line);
        return true;
    }

    /** Sends what was pushed. To be called on the event loop. */
    void flushPushed() {
        if (!busy) {
            flush();
        }
    }

    // ---- the channel

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        loop = new LoopTasks(ctx.executor(), this::proceed);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        session = new RespSession(
                door.connections().nextId(),
                ctx.channel().remoteAddress(),
                ctx.channel().localAddress(),
                callerAtFirst,
                door.views().of(callerAtFirst));
        replies.opened(ctx.alloc(), session);
        if (!door.connections().add(session().id(), this)) {
            if (door.connections().isEnding()) {
                ctx.close();
                return;
            }
            door.statistics().connectionsRejected.increment();
            reply(out -> out.error("ERR max number of clients reached"));
            closed = true;
            send().addListener(ChannelFutureListener.CLOSE);
            return;
        }
        door.statistics().connectionsAccepted.increment();
        awaitLogin();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (ending || closed) {
                return;
            }
            if (!mayExecute()) {
                backlog += in.readableBytes();
            }
            decoder.feed(in);
            exhausted = false;
        } finally {
            in.release();
        }
        busy = true;
        try {
            executeAll();
        } finally {
            busy = false;
        }
        updateReading();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        proceed();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            patience.taken();
            // Not at once: writability changes in the middle of a flush, too.
            loop().wake();
        } else {
            patience.watch(ctx.channel());
        }
    }

    /** The client's certificate was verified: who it names uses the connection, unless a command says otherwise. */
    private void certified(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        String name = tls == null ? null : CommonName.of(tls.engine().getSession());
        if (name == null || !door.settings().authenticator().isRequired()) {
            return;
        }
        door.settings()
                .authenticator()
                .authenticate(
                        new Credentials.Certificate(name),
                        new Origin(Origin.Door.REDIS, session().peer()))
                .thenAccept(caller -> loop().execute(() -> {
                    callerAtFirst = caller;
                    usedBy(caller);
                }));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            certified(ctx);
        }
        if (event instanceof IdleStateEvent) {
            boolean waits =
                    !replies.isEmpty() || held != null || door.monitors().isWatching(this);
            if (!waits) {
                ctx.close();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        // Connections break; that is no news.
        boolean isTheirs = failure instanceof IOException
                || (failure instanceof DecoderException && failure.getCause() instanceof IOException);
        LOG.log(isTheirs ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR, "A connection failed", failure);
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        patience.taken();
        loginPatience.forget();
        RespSession ended = session;
        if (ended == null) {
            return;
        }
        try {
            door.monitors().remove(this);
            submitBatch();
            count();
            held = null;
            replies.close();
            deliveries.close();
            leaveGroup();
        } finally {
            // Last, so that one that is counted no more has left nothing behind.
            door.connections().remove(ended.id());
        }
    }

    /** Gives back the name and the membership of the group that goes with it. */
    void leaveGroup() {
        GroupIdentity identity = session().identity();
        if (identity != null) {
            door.names().free(identity.toString(), session());
            session().identity(null);
        }
        Consumer consumer = session().consumer();
        if (consumer != null) {
            session().consumer(null);
            consumer.leave();
        }
    }

    // ---- executing

    /** Executes what can be, and sends what is ready. */
    private void proceed() {
        if (closed) {
            return;
        }
        busy = true;
        try {
            replies.drain();
            if (loginPatience.isOver()) {
                refuseStranger();
            }
            do {
                executeAll();
                submitBatch();
                replies.drain();
            } while (!exhausted && mayExecute());
        } finally {
            busy = false;
        }
        count();
        if (ending && replies.isEmpty()) {
            closed = true;
            if (broken) {
                closeAfterHearingTheRest();
            } else {
                send().addListener(ChannelFutureListener.CLOSE);
            }
            return;
        }
        flush();
        updateReading();
    }

    private void executeAll() {
        replies.drain();
        while (mayExecute()) {
            Request request = held != null ? held : decode();
            held = null;
            if (request == null) {
                exhausted = true;
                backlog = 0;
                return;
            }
            executed++;
            execute(request);
            if (replies.isFull()) {
                replies.drain();
            }
        }
    }

    /** But a login that is just being verified may still succeed. */
    private void refuseStranger() {
        if (!ending && !replies.isAwaiting()) {
            error(loginPatience.error());
            ending = true;
            broken = true;
        }
    }

    private boolean mayExecute() {
        return !ending
                && !closed
                && !replies.isAwaiting()
                && (held == null || mayExecuteHeld())
                && !replies.isFull()
                && hasRoomForOutput();
    }

    private boolean mayExecuteHeld() {
        return heldForRoom ? !deliveries.isFull() : replies.isEmpty();
    }

    private boolean hasRoomForOutput() {
        if (replies.writtenBytes() >= FLUSH_BYTES) {
            flush();
        }
        return context().channel().isWritable();
    }

    private @Nullable Request decode() {
        try {
            return decoder.next();
        } catch (ProtocolException e) {
            breakOff("ERR " + e.getMessage());
            return null;
        }
    }

    /** The other end does not speak the protocol. */
    private void breakOff(String text) {
        door.statistics().protocolErrors.increment();
        reject(text);
        ending = true;
        broken = true;
    }

    private void execute(Request request) {
        Command command = find(request);
        if (command == null && HttpByMistake.is(request)) {
            door.http().cameFrom(session().peer());
            breakOff(HttpByMistake.ERROR);
        } else if (command == null) {
            reject(ErrorTexts.unknownCommand(request));
        } else if (!session().isAuthenticated() && !command.has(Flag.NO_AUTH)) {
            reject("NOAUTH Authentication required.");
        } else if (!command.accepts(request.size())) {
            reject(ErrorTexts.wrongNumberOfArguments(command));
        } else if (!command.isPermittedTo(session())) {
            reject(ErrorTexts.noPermission(session(), command));
        } else if (isTurnOf(command)) {
            lastCommand = command;
            execute(command, request);
        } else {
            executed--;
            held = request.compact();
        }
    }

    private @Nullable Command find(Request request) {
        return door.table().find(request.argument(0));
    }

    private void reject(String text) {
        submitBatch();
        error(text);
    }

    private boolean isTurnOf(Command command) {
        if (batch != null && !batch.goesOnWith(command)) {
            submitBatch();
        }
        heldForRoom = deliveries.isFull() && command.name().equals(ProducerCommands.RPUSHX);
        if (command.has(Flag.PIPELINED)) {
            return !heldForRoom;
        }
        replies.drain();
        return replies.isEmpty();
    }

    private void execute(Command command, Request request) {
        try {
            if (deliveries.hasFailures() && command.has(Flag.TELLS_FAILURES)) {
                tellFailures();
            }
            command.handler().execute(this, request);
        } catch (CommandException e) {
            reject(e.text());
        } catch (RuntimeException e) {
            reject(RespFailures.ERR.text(e));
        }
        if (door.monitors().areWatching() && !command.has(Flag.SKIP_MONITOR)) {
            door.monitors().publish(session(), command, request);
        }
    }

    private void tellFailures() {
        String failures = deliveries.takeFailures();
        if (failures != null) {
            throw new CommandException(failures);
        }
    }

    /** Tells the statistics, once for many commands. */
    private void count() {
        if (executed > 0) {
            door.statistics().commandsProcessed.add(executed);
            executed = 0;
            if (lastCommand != null) {
                session().used(lastCommand);
            }
        }
    }

    // ---- sending

    private void flush() {
        if (replies.writtenBytes() > 0) {
            send();
        }
    }

    private ChannelFuture send() {
        return context().writeAndFlush(replies.takeWritten());
    }

    /**
     * A connection that is closed with input unread is reset, and then the client may never see what it did wrong. So
     * the rest is read and dropped until the client closes, but not for long.
     */
    private void closeAfterHearingTheRest() {
        ChannelHandlerContext ctx = context();
        ctx.channel().config().setAutoRead(true);
        send().addListener(sent -> ((DuplexChannel) ctx.channel()).shutdownOutput());
        ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void updateReading() {
        boolean read = backlog < MOST_BACKLOG_BYTES;
        if (context().channel().config().isAutoRead() != read) {
            context().channel().config().setAutoRead(read);
        }
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("Not connected yet");
        }
        return context;
    }
}

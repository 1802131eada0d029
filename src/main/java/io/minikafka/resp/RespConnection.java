package io.minikafka.resp;

import io.minikafka.resp.Command.Flag;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One connection: executes requests in their order and sends the replies in the same order, those to one read of the
 * socket at once. Lives on its event loop; what other threads may call says so.
 *
 * <p>Three things make it pause: a command that waits, output that the client does not take, and more work handed to the
 * broker than a connection may have under way. While it pauses it goes on reading a little, since only who reads notices
 * that the other end has gone.
 */
final class RespConnection extends ChannelInboundHandlerAdapter {
    /** Read, and kept, while nothing can be executed. */
    static final int MOST_BACKLOG_BYTES = 64 << 10;

    /** Sent before the end of a read, so that large replies do not pile up. */
    private static final int FLUSH_BYTES = 64 << 10;

    private static final int INITIAL_OUTPUT_BYTES = 1 << 10;
    private static final int MOST_OUTSTANDING_REPLIES = 1_000;

    /** Of messages that the broker has not answered for; one may be larger. */
    private static final long MOST_UNACKNOWLEDGED_BYTES = 32 << 20;

    private static final long LINGER_MILLIS = 1_000;

    private static final System.Logger LOG = System.getLogger(RespConnection.class.getName());

    private final Door door;
    private final RequestDecoder decoder;
    private final OutputPatience patience;
    private final Runnable wake = this::wake;
    private final AtomicBoolean wakeScheduled = new AtomicBoolean();
    private final ArrayDeque<Reply> replies = new ArrayDeque<>();

    private @Nullable ChannelHandlerContext context;
    private @Nullable RespSession session;
    private @Nullable ReplyWriter writer;
    private @Nullable ByteBuf output;
    private @Nullable Batch batch;
    private @Nullable Request held;
    private @Nullable PendingReply awaited;
    private @Nullable Command lastCommand;
    private int executed;
    private int unacknowledged;
    private long unacknowledgedBytes;
    private int backlog;
    private boolean exhausted;
    private boolean busy;
    private boolean broken;
    private boolean ending;
    private boolean closed;

    RespConnection(Door door) {
        this.door = door;
        decoder = new RequestDecoder(
                door.decoderLimits(!door.settings().authenticator().isRequired()));
        patience = new OutputPatience(door.settings().outputTimeout());
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
        if (closed) {
            return;
        }
        if (replies.isEmpty()) {
            reply.writeTo(writer());
        } else {
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

    /** Takes the next place in the order of replies. */
    <T extends PendingReply> T expect(T reply) {
        replies.add(reply);
        return reply;
    }

    /** Takes the next place for a reply that later commands wait for. */
    <T extends PendingReply> T await(T reply) {
        awaited = reply;
        return expect(reply);
    }

    /** Replies with what a future ends in. */
    <T> void replyWith(
            CompletableFuture<T> future, BiFunction<? super @Nullable T, ? super @Nullable Throwable, Reply> toReply) {
        PendingReply pending = expect(new PendingReply(this));
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

    /** Counts what is handed to the broker, until the reply is written. */
    void addUnacknowledged(ProduceBatch handedOver) {
        unacknowledged += handedOver.messages();
        unacknowledgedBytes += handedOver.bytes();
    }

    /** How many messages of this connection the broker has not answered for, those before the reply being written. */
    int unacknowledged() {
        return unacknowledged;
    }

    /** The tighter limits of the protocol end, or begin again. */
    void authenticated(boolean now) {
        session().authenticated(now);
        decoder.limits(door.decoderLimits(now));
    }

    /** Executes nothing more, and closes once all replies are sent. */
    void end() {
        ending = true;
    }

    /** Executes on the event loop; at once if this is it. Any thread may call. */
    boolean onEventLoop(Runnable task) {
        ChannelHandlerContext ctx = context();
        if (ctx.executor().inEventLoop()) {
            task.run();
            return true;
        }
        try {
            ctx.executor().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            // The server has ended.
            return false;
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Executes on the event loop, never at once. Any thread may call. */
    void later(Runnable task) {
        try {
            context().executor().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "The server has ended", e);
        }
    }

    // ---- what other connections and the server use, on any thread

    /** Tells that a reply that was pending may be ready. */
    void replyReady() {
        ChannelHandlerContext ctx = context();
        boolean seenAnyway = ctx.executor().inEventLoop() && busy;
        if (!seenAnyway && wakeScheduled.compareAndSet(false, true)) {
            later(wake);
        }
    }

    /** Closes at once. */
    void close() {
        context().close();
    }

    /** Ends as {@link #end()} does. */
    void endSoon() {
        onEventLoop(() -> {
            end();
            proceed();
        });
    }

    /** Sends something that nobody asked for; false if too much waits to be sent already. To be called on the event loop. */
    boolean push(Reply line) {
        if (closed || ending || !context().channel().isWritable() || replies.size() >= MOST_OUTSTANDING_REPLIES) {
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
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        session = new RespSession(
                door.connections().nextId(),
                ctx.channel().remoteAddress(),
                ctx.channel().localAddress(),
                !door.settings().authenticator().isRequired());
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
            onEventLoopLater();
        } else {
            patience.watch(ctx.channel());
        }
    }

    /** Not at once: writability changes in the middle of a flush, too. */
    private void onEventLoopLater() {
        if (wakeScheduled.compareAndSet(false, true)) {
            later(wake);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            boolean waits = awaited != null || door.monitors().isWatching(this);
            if (!waits) {
                ctx.close();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        // Connections break; that is no news.
        LOG.log(
                failure instanceof IOException ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
                "A connection failed",
                failure);
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        patience.taken();
        RespSession ended = session;
        if (ended == null) {
            return;
        }
        door.connections().remove(ended.id());
        door.monitors().remove(this);
        leaveGroup();
        submitBatch();
        count();
        awaited = null;
        held = null;
        for (Reply reply : replies) {
            if (reply instanceof ProduceBatch unanswered && !unanswered.isReady()) {
                door.statistics().unflushedMessages.add(unanswered.messages());
            }
        }
        replies.clear();
        ByteBuf unsent = output;
        output = null;
        writer = null;
        if (unsent != null) {
            unsent.release();
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

    private void wake() {
        wakeScheduled.set(false);
        proceed();
    }

    /** Executes what can be, and sends what is ready. */
    private void proceed() {
        if (closed) {
            return;
        }
        busy = true;
        try {
            do {
                executeAll();
                submitBatch();
                drain();
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
        drain();
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
            if (replies.size() >= MOST_OUTSTANDING_REPLIES || unacknowledgedBytes >= MOST_UNACKNOWLEDGED_BYTES) {
                drain();
            }
        }
    }

    private boolean mayExecute() {
        return !ending
                && !closed
                && awaited == null
                && (held == null || replies.isEmpty())
                && replies.size() < MOST_OUTSTANDING_REPLIES
                && unacknowledgedBytes < MOST_UNACKNOWLEDGED_BYTES
                && hasRoomForOutput();
    }

    private boolean hasRoomForOutput() {
        if (output != null && output.readableBytes() >= FLUSH_BYTES) {
            flush();
        }
        return context().channel().isWritable();
    }

    private @Nullable Request decode() {
        try {
            return decoder.next();
        } catch (ProtocolException e) {
            door.statistics().protocolErrors.increment();
            submitBatch();
            reply(out -> out.error("ERR " + e.getMessage()));
            ending = true;
            broken = true;
            return null;
        }
    }

    private void execute(Request request) {
        Command command = find(request);
        if (command == null) {
            reject(ErrorTexts.unknownCommand(request));
        } else if (!session().isAuthenticated() && !command.has(Flag.NO_AUTH)) {
            reject("NOAUTH Authentication required.");
        } else if (!command.accepts(request.size())) {
            reject(ErrorTexts.wrongNumberOfArguments(command));
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
        if (command.has(Flag.PIPELINED)) {
            return true;
        }
        drain();
        return replies.isEmpty();
    }

    private void execute(Command command, Request request) {
        try {
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

    private void drain() {
        while (!closed && !replies.isEmpty()) {
            Reply head = replies.peek();
            if (head instanceof PendingReply pending && !pending.isReady()) {
                return;
            }
            replies.remove();
            if (head instanceof ProduceBatch answered) {
                unacknowledged -= answered.messages();
                unacknowledgedBytes -= answered.bytes();
            }
            head.writeTo(writer());
            if (head == awaited) {
                awaited = null;
            }
        }
    }

    private ReplyWriter writer() {
        ReplyWriter current = writer;
        if (current == null) {
            output = context().alloc().buffer(INITIAL_OUTPUT_BYTES);
            current = new ReplyWriter(output, session().version(), door.statistics().errorReplies);
            writer = current;
        }
        return current;
    }

    private void flush() {
        if (output != null) {
            send();
        }
    }

    private ChannelFuture send() {
        ByteBuf ready = output;
        output = null;
        writer = null;
        return context().writeAndFlush(ready == null ? Unpooled.EMPTY_BUFFER : ready);
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

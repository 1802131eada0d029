package io.minikafka.resp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * How the door talks to the operating system.
 *
 * @param io for the event loops
 * @param listener what listens
 */
record Transport(IoHandlerFactory io, Class<? extends ServerChannel> listener) {
    /** Epoll where it works: on Linux, with Netty's part for it on the class path, which tests with an embedded door lack. */
    static Transport best() {
        return hasEpoll()
                ? new Transport(EpollIoHandler.newFactory(), EpollServerSocketChannel.class)
                : new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    private static boolean hasEpoll() {
        try {
            return Epoll.isAvailable();
        } catch (NoClassDefFoundError absent) {
            return false;
        }
    }
}

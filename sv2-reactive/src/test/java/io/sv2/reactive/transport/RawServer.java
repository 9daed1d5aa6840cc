package io.sv2.reactive.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** A server that does to each who connects, one after the other, what a test wants. */
final class RawServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Queue<RawPeer> peers = new ConcurrentLinkedQueue<>();

  RawServer(Consumer<RawPeer> script) {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(() -> serve(script), "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Consumer<RawPeer> script) {
    while (!socket.isClosed()) {
      try {
        RawPeer peer = new RawPeer(socket.accept());
        peers.add(peer); // stays open unless the script closes it
        script.accept(peer);
      } catch (IOException | UncheckedIOException e) {
        // the test is over, or the client had enough
      }
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Those who have connected see the end of it: they have to close, the script does not. */
  void hearsTheEnd() {
    peers.forEach(RawPeer::hearsTheEnd);
  }

  @Override
  public void close() {
    peers.forEach(RawPeer::close);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

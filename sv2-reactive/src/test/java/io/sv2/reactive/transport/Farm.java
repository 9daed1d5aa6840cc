package io.sv2.reactive.transport;

import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Many clients that come at once, on one thread that is none of the server's. Each shakes hands,
 * sends a frame, and is either answered, and stays, or closed by the server.
 */
final class Farm implements AutoCloseable {
  private static final int ANSWER = 22 + 20 + 16;

  private final InetSocketAddress server;
  private final NoiseInitiatorConfig noise;
  private final Selector selector;
  private int answered;
  private int refused;

  /** One client; what it waits for fills its buffer. */
  private final class Client {
    final SocketChannel channel;
    final NoiseInitiator initiator = new NoiseInitiator(noise);
    ByteBuffer awaited = ByteBuffer.allocate(NoiseInitiator.ACT_2_LENGTH);
    NoiseSession session;

    Client() throws IOException {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(server);
      channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    void isReady(SelectionKey key) {
      try {
        if (key.isConnectable()) {
          channel.finishConnect();
          key.interestOps(SelectionKey.OP_READ);
          channel.write(ByteBuffer.wrap(initiator.act1()));
        } else if (channel.read(awaited) < 0) {
          isRefused(key);
        } else if (!awaited.hasRemaining()) {
          hears(key);
        }
      } catch (IOException e) {
        isRefused(key); // with a reset: it had not read what came
      }
    }

    void hears(SelectionKey key) throws IOException {
      byte[] heard = awaited.array();
      if (session == null) {
        session = initiator.act2(heard);
        awaited = ByteBuffer.allocate(ANSWER);
        channel.write(ByteBuffer.wrap(RawPeer.sealed(session, 1)));
      } else {
        session.openHeader(heard, 0, heard, 0);
        answered++;
        key.interestOps(0);
      }
    }

    void isRefused(SelectionKey key) {
      if (session != null) {
        throw new AssertionError("closed after its handshake");
      }
      refused++;
      key.cancel();
      close();
    }

    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Farm(InetSocketAddress server, NoiseInitiatorConfig noise) {
    this.server = server;
    this.noise = noise;
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns once each of them knows; fails when one still does not after {@code patience}. */
  void comes(int clients, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (int i = 0; i < clients; i++) {
        new Client();
      }
      while (answered + refused < clients) {
        selector.select(key -> ((Client) key.attachment()).isReady(key), 100);
        if (System.nanoTime() > end) {
          throw new AssertionError(
              clients - answered - refused + " clients are neither answered nor refused");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int answered() {
    return answered;
  }

  int refused() {
    return refused;
  }

  @Override
  public void close() {
    selector.keys().forEach(key -> ((Client) key.attachment()).close());
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

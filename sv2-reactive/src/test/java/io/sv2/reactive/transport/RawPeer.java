package io.sv2.reactive.transport;

import io.sv2.codec.Sv2Frame;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseSession;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One end of a socket that says whatever a test wants it to, and reads what it wants to. */
final class RawPeer implements AutoCloseable {
  private final Socket socket;

  RawPeer(Socket socket) {
    this.socket = socket;
    io(
        () -> {
          socket.setTcpNoDelay(true); // a byte at a time leaves so
          socket.setSoTimeout((int) Loopback.SOON.toMillis());
        });
  }

  private interface Io {
    void run() throws IOException;
  }

  private static void io(Io io) {
    try {
      io.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RawPeer connect(InetSocketAddress to) {
    return connect(to, "127.0.0.1");
  }

  /** From another address of this machine, 127.0.0.2 for one. */
  static RawPeer connect(InetSocketAddress to, String from) {
    Socket socket = new Socket();
    io(
        () -> {
          socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
          socket.connect(to);
        });
    return new RawPeer(socket);
  }

  static byte[] garbage(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  RawPeer says(byte[] bytes) {
    io(() -> socket.getOutputStream().write(bytes));
    return this;
  }

  RawPeer says(byte[] bytes, int length) {
    io(() -> socket.getOutputStream().write(bytes, 0, length));
    return this;
  }

  /** One byte at a time, each in a segment of its own, until all are said or nobody listens. */
  RawPeer drips(byte[] bytes, long pauseMillis, ScheduledExecutorService timer) {
    AtomicInteger next = new AtomicInteger();
    timer.scheduleAtFixedRate(
        () -> {
          says(new byte[] {bytes[next.getAndIncrement()]}); // an exception ends the schedule
        },
        0,
        pauseMillis,
        TimeUnit.MILLISECONDS);
    return this;
  }

  byte[] hears(int length) {
    try {
      byte[] bytes = socket.getInputStream().readNBytes(length);
      if (bytes.length < length) {
        throw new AssertionError("the peer closed after " + bytes.length + " of " + length);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until the other side has closed, or reset, the connection. */
  void hearsTheEnd() {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the other side holds the connection", e);
    } catch (IOException e) {
      // a reset is an end too
    }
  }

  /** The client's side of a handshake. */
  NoiseSession shakesHands(NoiseInitiatorConfig config) {
    NoiseInitiator initiator = new NoiseInitiator(config);
    says(initiator.act1());
    return initiator.act2(hears(NoiseInitiator.ACT_2_LENGTH));
  }

  /** A frame of 20 bytes of payload, told apart by its number. */
  static byte[] sealed(NoiseSession session, int number) {
    Sv2Frame frame = Loopback.frame(number, 20);
    return session.seal(frame.toByteArray());
  }

  /** Says no more, but listens. */
  RawPeer halfCloses() {
    io(socket::shutdownOutput);
    return this;
  }

  /** Closes with RST instead of FIN. */
  void resets() {
    io(() -> socket.setSoLinger(true, 0));
    close();
  }

  @Override
  public void close() {
    io(socket::close);
  }
}

package io.sv2.reactive;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionSuccess;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server that does on its test's thread what its test says, byte for byte where need be. */
final class ScriptedServer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final ServerSocket listening;
  private final List<Peer> peers = new ArrayList<>();

  ScriptedServer() {
    this(0);
  }

  /** Listens on {@code port}, which a socket of the test's own may hold, but not listen on. */
  ScriptedServer(int port) {
    try {
      listening = new ServerSocket();
      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      listening.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
  }

  /** The next connection; fails when none comes. */
  Peer accept() {
    try {
      Peer peer = new Peer(listening.accept());
      peers.add(peer);
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether nobody connects for {@code patience}. */
  boolean staysAlone(Duration patience) {
    limitPatience((int) patience.toMillis());
    try {
      peers.add(new Peer(listening.accept()));
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      limitPatience(PATIENCE_MILLIS);
    }
  }

  private void limitPatience(int millis) {
    try {
      listening.setSoTimeout(millis);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next connection, its SetupConnection answered with Success. */
  Peer acceptAndSetUp() {
    Peer peer = accept();
    peer.next(SetupConnection.class);
    peer.send(new SetupConnectionSuccess(ProtocolSupport.VERSION, 0));
    return peer;
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Peer peer : peers) {
        peer.socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection. */
  static final class Peer {
    private final Socket socket;
    private final DataInputStream in;

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
    }

    <T extends Sv2Message> T next(Class<T> type) {
      try {
        byte[] header = new byte[6];
        in.readFully(header);
        byte[] payload =
            new byte[(header[3] & 0xff) | (header[4] & 0xff) << 8 | (header[5] & 0xff) << 16];
        in.readFully(payload);
        int extension = (header[0] & 0xff) | (header[1] & 0xff) << 8;
        return type.cast(Sv2Codec.decode(Sv2Frame.of(extension, header[2] & 0xff, payload)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** In one write: the client may have hung up before a second. */
    void send(Sv2Message... messages) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (Sv2Message message : messages) {
        bytes.writeBytes(Sv2Codec.encode(message).toByteArray());
      }
      send(bytes.toByteArray());
    }

    void send(byte... bytes) {
      try {
        socket.getOutputStream().write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Waits until the client has ended the connection; fails when it does not, or says more. */
    void expectEnd() {
      try {
        int more = in.read();
        if (more != -1) {
          throw new AssertionError("the client sent more: " + more);
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the client keeps the connection", e);
      } catch (IOException e) {
        // reset: ended all the same, with bytes of ours unread
      }
    }

    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

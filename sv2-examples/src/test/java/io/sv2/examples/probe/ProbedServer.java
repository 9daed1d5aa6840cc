package io.sv2.examples.probe;

import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.ProtocolSupport;
import io.sv2.reactive.Sv2ServerService;
import io.sv2.reactive.Sv2ServerServiceConfig;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.handler.Sv2TemplateDistributionServerHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Something on a port of the loopback interface for a probe to find. */
public final class ProbedServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final int port;
  private final Disposable server;

  private ProbedServer(int port, Disposable server) {
    this.port = port;
    this.server = server;
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** A mining server. */
  public static ProbedServer mining(
      @Nullable NoiseResponderConfig noise, long supportedFlags, long answeredFlags) {
    return started(
        Sv2ServerService.newService(
                Sv2ServerServiceConfig.of(
                    "probed",
                    anyPort(),
                    noise,
                    ProtocolSupport.mining(supportedFlags, answeredFlags)),
                Sv2MiningServerHandler.of(request -> Mono.empty()),
                NullSv2JobDeclarationServerHandler.INSTANCE,
                NullSv2TemplateDistributionServerHandler.INSTANCE)
            .start()
            .block(LIMIT));
  }

  /** A server of all subprotocols. */
  public static ProbedServer ofAll(NoiseResponderConfig noise, ProtocolSupport declaration) {
    return started(
        Sv2ServerService.newService(
                Sv2ServerServiceConfig.of(
                    "probed",
                    anyPort(),
                    noise,
                    ProtocolSupport.mining(0, 0),
                    declaration,
                    ProtocolSupport.templateDistribution()),
                Sv2MiningServerHandler.of(request -> Mono.empty()),
                Sv2JobDeclarationServerHandler.of(request -> Mono.empty()),
                Sv2TemplateDistributionServerHandler.of(request -> Mono.empty()))
            .start()
            .block(LIMIT));
  }

  private static ProbedServer started(Sv2ServerService.Running running) {
    return new ProbedServer(running.address().getPort(), running);
  }

  /** Says this to whoever has said something, and then waits to be left. */
  public static ProbedServer thatSays(String text) {
    return socket(
        socket -> {
          if (socket.getInputStream().read() >= 0) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
          }
        });
  }

  /** Takes all and says nothing. */
  public static ProbedServer silent() {
    return socket(socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
  }

  /** Closes each connection at once. */
  public static ProbedServer thatCloses() {
    return socket(socket -> {});
  }

  private interface Behaviour {
    void with(Socket socket) throws IOException;
  }

  private static ProbedServer socket(Behaviour behaviour) {
    try {
      ServerSocket listening = new ServerSocket();
      listening.bind(anyPort());
      Thread thread = new Thread(() -> accept(listening, behaviour), "probed");
      thread.setDaemon(true);
      thread.start();
      return new ProbedServer(listening.getLocalPort(), () -> close(listening));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One after the other, as a probe comes. */
  private static void accept(ServerSocket listening, Behaviour behaviour) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        behaviour.with(socket);
      } catch (IOException e) {
        // it has left, or this is closed
      }
    }
  }

  private static void close(ServerSocket listening) {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is. */
  public int port() {
    return port;
  }

  /** HOST:PORT. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.dispose();
  }
}

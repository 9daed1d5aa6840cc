package io.sv2.examples.probe;

import io.netty.channel.ConnectTimeoutException;
import io.sv2.examples.probe.Diagnosis.Step;
import io.sv2.noise.CertificateTimeException;
import io.sv2.noise.HandshakeTimeoutException;
import io.sv2.noise.NoiseHandshakeException;
import io.sv2.noise.NotNoiseException;
import io.sv2.noise.OtherProtocol;
import io.sv2.noise.TruncatedActException;
import io.sv2.noise.WrongAuthorityException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the exceptions of a connection mean to whoever asks why there is none. */
final class Failures {
  private Failures() {}

  /** Of a connection that did not get as far as TCP. */
  static Diagnosis connecting(InetSocketAddress address, ProbeConfig config, Throwable error) {
    if (hasCause(error, ConnectTimeoutException.class)) {
      return Diagnosis.of(
          Step.CONNECT,
          "TIMEOUT",
          "nobody answers at %s in %s: a firewall, or the wrong address?"
              .formatted(print(address), seconds(config)));
    } else if (hasCause(error, NoRouteToHostException.class)) {
      return Diagnosis.of(Step.CONNECT, "NO_ROUTE", "there is no way to " + print(address));
    } else if (hasCause(error, ConnectException.class)) {
      return Diagnosis.of(
          Step.CONNECT,
          "CONNECTION_REFUSED",
          "nothing listens at " + print(address) + ": the connection is refused");
    }
    return Diagnosis.of(Step.CONNECT, "IO_ERROR", "no connection: " + innermost(error));
  }

  /** Of a connection whose handshake failed. */
  static Diagnosis handshaking(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof NoiseHandshakeException handshake) {
        return new Diagnosis(
            Step.HANDSHAKE,
            handshake.reason().name(),
            String.valueOf(handshake.getMessage()),
            details(handshake),
            Optional.empty());
      }
    }
    return Diagnosis.of(
        Step.HANDSHAKE,
        isReset(error) ? "CONNECTION_RESET" : "IO_ERROR",
        "the connection broke in the handshake: " + innermost(error));
  }

  /** Whether it tells by itself that there has been a TCP connection. */
  static boolean isAfterConnecting(Throwable error) {
    return hasCause(error, NoiseHandshakeException.class)
        || hasCause(error, ClosedChannelException.class)
        || isReset(error);
  }

  private static boolean isReset(Throwable error) {
    return innermost(error).toLowerCase(Locale.ROOT).contains("reset");
  }

  /** Whether a server that wants no encryption may fail so. */
  static boolean mayBePlain(Diagnosis failure) {
    return switch (failure.reason()) {
      case "CONNECTION_RESET" -> failure.step() == Step.HANDSHAKE;
      case "TRUNCATED_ACT", "TIMEOUT" ->
          Integer.valueOf(0).equals(failure.details().get("receivedBytes"));
      case "NOT_NOISE" -> OtherProtocol.PLAIN_SV2.name().equals(failure.details().get("protocol"));
      default -> false;
    };
  }

  private static Map<String, @Nullable Object> details(NoiseHandshakeException failure) {
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    if (failure instanceof WrongAuthorityException wrong) {
      details.put("expected", wrong.expected().toString());
      details.put("actual", wrong.actual().map(Object::toString).orElse(null));
    } else if (failure instanceof CertificateTimeException time) {
      details.put("missedBySeconds", time.missedBy().toMillis() / 1e3);
      details.put("localTime", time.localTime().toString());
      details.put("validFrom", time.validFrom().toString());
      details.put("notValidAfter", time.notValidAfter().toString());
    } else if (failure instanceof NotNoiseException other) {
      details.put("protocol", other.protocol().name());
    } else if (failure instanceof TruncatedActException truncated) {
      details.put("act", truncated.act());
      details.put("receivedBytes", truncated.received());
    } else if (failure instanceof HandshakeTimeoutException late) {
      details.put("act", late.act());
      details.put("receivedBytes", late.received());
    }
    return details;
  }

  private static boolean hasCause(Throwable error, Class<?> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String innermost(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  static String seconds(ProbeConfig config) {
    return config.timeout().toMillis() / 1e3 + " s";
  }

  private static String print(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + " port " + address.getPort();
  }
}

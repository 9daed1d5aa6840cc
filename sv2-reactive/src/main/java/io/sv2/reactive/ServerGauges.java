package io.sv2.reactive;

import java.util.Locale;
import reactor.core.Scannable;

/** What a server shows of its present state; read when the registry asks. */
final class ServerGauges {
  private ServerGauges() {}

  static void show(ServiceMeters meters, Admission admission, ServerSessions sessions) {
    if (!meters.areKept()) {
      return;
    }
    for (ConnectionState state : ConnectionState.values()) {
      meters.gauge(
          "sv2.connections",
          "connections by state",
          () -> admission.connections(state),
          "state",
          state.name().toLowerCase(Locale.ROOT));
    }
    meters.gauge(
        "sv2.outbound.queued",
        "frames that wait for all peers",
        () -> sessions.all().stream().mapToLong(ServerGauges::queued).sum());
    meters.gauge(
        "sv2.outbound.queued.max",
        "frames that wait for the peer that most wait for",
        () -> sessions.all().stream().mapToLong(ServerGauges::queued).max().orElse(0));
  }

  private static long queued(ServerSession session) {
    Integer buffered = Scannable.from(session.connection.outbound()).scan(Scannable.Attr.BUFFERED);
    return buffered == null ? 0 : buffered;
  }
}

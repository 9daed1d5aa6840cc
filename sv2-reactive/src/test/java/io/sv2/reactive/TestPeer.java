package io.sv2.reactive;

import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.test.ConnectionPair;
import io.sv2.reactive.test.ScriptedPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A client of a server in memory, and the server's own view of how their connection ends. */
final class TestPeer {
  private final ConnectionPair.Ends ends;
  private final ScriptedPeer peer;
  private final AtomicReference<CloseReason> closeReason = new AtomicReference<>();

  TestPeer() {
    this(64, Long.MAX_VALUE);
  }

  /** A peer that reads {@code reads} messages, until told to read on. */
  TestPeer(int outboundCapacity, long reads) {
    this(ConnectionPair.plain(), outboundCapacity, reads);
  }

  TestPeer(ConnectionPair pair, int outboundCapacity, long reads) {
    ends =
        pair.with(
                ConnectionConfig.DEFAULT.withOutbound(
                    new OutboundConfig(
                        outboundCapacity, 1024 * 1024, OutboundConfig.Policy.CONFLATE_JOBS)))
            .connect();
    peer = ScriptedPeer.of(ends.client(), Duration.ZERO, reads);
    ends.server().onClose().subscribe(closeReason::set);
  }

  static SetupConnection setup(int protocol, int minVersion, int maxVersion, long flags) {
    return ScriptedPeer.setupConnection(protocol, minVersion, maxVersion, flags);
  }

  static SetupConnection setup() {
    return setup(0, 2, 2, 0);
  }

  static OpenStandardMiningChannel open(long requestId) {
    return new OpenStandardMiningChannel(requestId, Str0255.of("user"), 1e12f, U256.MAX);
  }

  static SubmitSharesStandard share(long sequenceNumber) {
    return new SubmitSharesStandard(1, sequenceNumber, 1, 0, 0, 0x2000_0000);
  }

  /** What the server is given. */
  Sv2Connection connection() {
    return ends.server();
  }

  TestPeer sends(Sv2Message... messages) {
    peer.sends(messages);
    return this;
  }

  void sendsFrame(Sv2Frame frame) {
    peer.sendsFrame(frame);
  }

  /** What the server said since the last call. */
  List<Sv2Message> hears() {
    return peer.hearsAll();
  }

  void reads(long more) {
    peer.reads(more);
  }

  /** The peer closes its side. */
  void leaves() {
    peer.leaves();
  }

  /** Why the connection has ended, as the server sees it; null while it has not. */
  @Nullable CloseReason closeReason() {
    return closeReason.get();
  }

  /** Whether the peer has seen the end. */
  boolean sawTheEnd() {
    return peer.isClosed();
  }
}

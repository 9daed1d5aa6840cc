package io.sv2.reactive.test;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.Sv2Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Sinks;

/**
 * A peer that follows a script, at either end of any connection:
 *
 * <pre>{@code
 * ScriptedPeer.of(connection)
 *     .sends(setupConnection).expects(SetupConnectionSuccess.class)
 *     .sends(openChannel).expects(OpenStandardMiningChannelSuccess.class)
 *     .closes();
 * }</pre>
 *
 * <p>What is not there yet is waited for, on the test's own thread, up to the peer's patience; in
 * memory everything is there already. What does not come is an {@link AssertionError} that says
 * what came instead. For one thread.
 */
public final class ScriptedPeer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Sv2Connection connection;
  private final Mailbox mailbox;

  private ScriptedPeer(Sv2Connection connection, Mailbox mailbox) {
    this.connection = connection;
    this.mailbox = mailbox;
    connection.onClose().subscribe(mailbox::closed);
    connection.inbound().subscribe(mailbox);
  }

  /** A peer that reads whatever comes and waits up to ten seconds for what does not. */
  public static ScriptedPeer of(Sv2Connection connection) {
    return of(connection, PATIENCE, Long.MAX_VALUE);
  }

  /**
   * A peer at {@code connection}.
   *
   * @param patience how long it waits for what does not come; zero where all happens at once
   * @param reads how many frames it reads before it is told to read on; at most 100,000 wait unread
   *     by the script, then it reads no more
   */
  public static ScriptedPeer of(Sv2Connection connection, Duration patience, long reads) {
    return new ScriptedPeer(connection, new Mailbox(patience, reads));
  }

  /** Its end of the connection. */
  public Sv2Connection connection() {
    return connection;
  }

  /** Says {@code messages}, in order. */
  public ScriptedPeer sends(Sv2Message... messages) {
    for (Sv2Message message : messages) {
      sendsFrame(Sv2Codec.encode(message));
    }
    return this;
  }

  /** Says a frame as it is; nothing when the connection has ended. */
  public ScriptedPeer sendsFrame(Sv2Frame frame) {
    Sinks.EmitResult result = connection.outbound().tryEmitNext(frame);
    if (result == Sinks.EmitResult.FAIL_OVERFLOW) {
      throw new AssertionError("the other end does not read: no room for " + frame);
    }
    return this;
  }

  /** Reads {@code more} frames beyond those it was told to read before. */
  public ScriptedPeer reads(long more) {
    mailbox.request(more);
    return this;
  }

  /** Says SetupConnection, version 2, and expects that it is accepted. */
  public ScriptedPeer setsUp(Protocol protocol, long flags) {
    return sends(setupConnection(protocol.code(), 2, 2, flags))
        .expects(SetupConnectionSuccess.class);
  }

  /** A SetupConnection of a peer that is called "test". */
  public static SetupConnection setupConnection(
      int protocol, int minVersion, int maxVersion, long flags) {
    return new SetupConnection(
        protocol,
        minVersion,
        maxVersion,
        flags,
        Str0255.of("localhost"),
        34254,
        Str0255.of("test"),
        Str0255.EMPTY,
        Str0255.EMPTY,
        Str0255.EMPTY);
  }

  /** The next message, which is a {@code type}. */
  public <M extends Sv2Message> M hears(Class<M> type) {
    Sv2Frame frame = mailbox.next(type.getSimpleName());
    Sv2Message message = decode(frame, type.getSimpleName());
    if (!type.isInstance(message)) {
      throw new AssertionError(
          "expected " + type.getSimpleName() + ", heard " + message + mailbox.rest());
    }
    return type.cast(message);
  }

  /** The next frame, undecoded. */
  public Sv2Frame hearsFrame() {
    return mailbox.next("a frame");
  }

  /** All that has come so far and was not asked for yet. */
  public List<Sv2Message> hearsAll() {
    return mailbox.all().stream().map(frame -> decode(frame, "a message")).toList();
  }

  /** Expects that the next message is a {@code type}. */
  public ScriptedPeer expects(Class<? extends Sv2Message> type) {
    hears(type);
    return this;
  }

  /** Expects that the next message is a {@code type}, and checks it. */
  public <M extends Sv2Message> ScriptedPeer expects(Class<M> type, Consumer<? super M> check) {
    check.accept(hears(type));
    return this;
  }

  /** Expects exactly these messages next. */
  public ScriptedPeer expects(Sv2Message... messages) {
    for (Sv2Message expected : messages) {
      Sv2Message heard = hears(expected.getClass());
      if (!heard.equals(expected)) {
        throw new AssertionError("expected " + expected + ", heard " + heard + mailbox.rest());
      }
    }
    return this;
  }

  /** Whether nothing has come that was not asked for. */
  public boolean hearsNothing() {
    return mailbox.rest().isEmpty();
  }

  /** Expects that nothing has come that was not asked for. */
  public ScriptedPeer expectsNothing() {
    String rest = mailbox.rest();
    if (!rest.isEmpty()) {
      throw new AssertionError("expected nothing" + rest);
    }
    return this;
  }

  /** Expects that the connection ends, for this end with a reason of {@code kind}. */
  public CloseReason expectsClose(CloseReason.Kind kind) {
    CloseReason reason = mailbox.end();
    if (reason.kind() != kind) {
      throw new AssertionError("expected the end by " + kind + ", not by " + reason);
    }
    return reason;
  }

  /** Whether the connection has ended by now. */
  public boolean isClosed() {
    return mailbox.hasEnded();
  }

  /** Ends the connection; what was said before still leaves. */
  public void closes() {
    connection.close(CloseReason.local("the script closes"));
  }

  /** Ends the connection without reading what has come. */
  public void leaves() {
    mailbox.cancel();
    closes();
  }

  private static Sv2Message decode(Sv2Frame frame, String expected) {
    try {
      return Sv2Codec.decode(frame);
    } catch (Sv2CodecException e) {
      throw new AssertionError("expected " + expected + ", heard " + frame, e);
    }
  }
}

package io.sv2.reactive.route;

import io.sv2.codec.Sv2Frame;
import io.sv2.reactive.CloseReason;

/** What {@link Sv2Streams#merge} yields: a frame or the end of one of the merged connections. */
public sealed interface FromPeer {
  /** The name under which the connection was merged. */
  String name();

  /**
   * A frame came.
   *
   * @param name of the connection
   * @param frame what came
   */
  record Arrived(String name, Sv2Frame frame) implements FromPeer {}

  /**
   * The connection has ended; the last of its name.
   *
   * @param name of the connection
   * @param reason why
   */
  record Ended(String name, CloseReason reason) implements FromPeer {}
}

package io.sv2.reactive.route;

import java.io.Serial;

/** A stream of frames had more channels than {@link Sv2Streams#byChannel} allows. */
public final class TooManyChannelsException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  TooManyChannelsException(int maxGroups) {
    super("more than " + maxGroups + " channels are open");
  }
}

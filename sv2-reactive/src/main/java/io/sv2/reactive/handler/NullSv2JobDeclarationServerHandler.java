package io.sv2.reactive.handler;

/** In place of a handler where a service does not support the subprotocol. */
public final class NullSv2JobDeclarationServerHandler implements Sv2JobDeclarationServerHandler {
  /** The only one needed: it has no state. */
  public static final NullSv2JobDeclarationServerHandler INSTANCE =
      new NullSv2JobDeclarationServerHandler();

  private NullSv2JobDeclarationServerHandler() {}
}

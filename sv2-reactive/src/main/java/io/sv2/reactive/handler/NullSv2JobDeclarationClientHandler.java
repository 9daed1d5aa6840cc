package io.sv2.reactive.handler;

/** In place of a handler where a service does not support the subprotocol. */
public final class NullSv2JobDeclarationClientHandler implements Sv2JobDeclarationClientHandler {
  /** The only one needed: it has no state. */
  public static final NullSv2JobDeclarationClientHandler INSTANCE =
      new NullSv2JobDeclarationClientHandler();

  private NullSv2JobDeclarationClientHandler() {}
}

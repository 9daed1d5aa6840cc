package io.sv2.noise;

/** What came instead of a handshake message is of another protocol. */
public final class NotNoiseException extends NoiseHandshakeException {
  private static final long serialVersionUID = 1L;

  private final OtherProtocol protocol;

  /**
   * Instead of this act.
   *
   * @param act 1 or 2
   * @param protocol what it looks like
   */
  public NotNoiseException(int act, OtherProtocol protocol) {
    super(
        Reason.NOT_NOISE,
        "what came instead of handshake act %d is not Noise, it looks like %s; %s"
            .formatted(act, protocol, protocol.advice(act)));
    this.protocol = protocol;
  }

  /** What it looks like. */
  public OtherProtocol protocol() {
    return protocol;
  }
}

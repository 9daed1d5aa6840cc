package io.sv2.reactive;

import io.sv2.codec.FrameHeader;
import io.sv2.codec.MessageRegistry;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.extension.Tlv;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Which extensions a service offers or asks for (extension 0x0001), and the messages they bring.
 *
 * @param supported identifiers of those it knows, 0x0002 to 0x7fff; a client asks for all of them
 * @param required those of them that it does not do without
 * @param registry knows the messages of vendors' extensions
 * @param answerTimeout for a client, at least: how long it waits for the answer of a server that
 *     may not know extension 0x0001, and so says nothing
 */
public record ExtensionsConfig(
    Set<Integer> supported,
    Set<Integer> required,
    MessageRegistry registry,
    Duration answerTimeout) {
  private static final int FIRST = 2; // 0 is the protocol itself, 1 the negotiation

  /** No extension; a client does not ask, a server says that it supports none. */
  public static final ExtensionsConfig NONE = of(Set.of(), Set.of());

  /**
   * Checks the identifiers.
   *
   * @throws IllegalArgumentException when one is out of range, or required and not supported
   */
  public ExtensionsConfig {
    supported = Set.copyOf(supported);
    required = Set.copyOf(required);
    for (int extension : supported) {
      Limits.inRange("supported", extension, FIRST, FrameHeader.CHANNEL_MESSAGE_BIT - 1L);
    }
    if (!supported.containsAll(required)) {
      throw new IllegalArgumentException(
          "required: what is required is supported too, but " + required + " of " + supported);
    }
    Limits.positive("answerTimeout", answerTimeout);
  }

  /** Extensions whose messages are the specification's, or that have none; half a second. */
  public static ExtensionsConfig of(Set<Integer> supported, Set<Integer> required) {
    return new ExtensionsConfig(
        supported, required, MessageRegistry.standard(), Duration.ofMillis(500));
  }

  /** A copy that knows other messages. */
  public ExtensionsConfig withRegistry(MessageRegistry other) {
    return new ExtensionsConfig(supported, required, other, answerTimeout);
  }

  /** What follows a message's own fields, of extensions that are {@code negotiated}. */
  List<Tlv> tlvs(Sv2Frame frame, Sv2Message message, Set<Integer> negotiated) {
    return negotiated.isEmpty() || frame.payloadLength() == message.payloadLength()
        ? List.of()
        : Sv2Codec.tlvs(frame, negotiated, registry);
  }
}

package io.sv2.reactive.layer;

import io.sv2.codec.MessageKind;

/** What {@link Layers#logged} shows of a field. */
@FunctionalInterface
public interface Redaction {
  /**
   * Shows numbers of the specification's messages, flags, enums, and error codes that the
   * specification knows. Of texts, byte strings and lists, however short, only the length; of
   * vendors' numbers and of everything else nothing: who a user is, what devices there are, tokens
   * and keys stay out of the log.
   */
  Redaction DEFAULT = DefaultRedaction::show;

  /**
   * What the log says for a field. Control characters in it are escaped before it is written; when
   * this throws, the field is left out and the request goes on.
   *
   * @param kind the message that it is a field of
   * @param component the record component's name, {@code userIdentity} for one; {@code tlv} for the
   *     value of a TLV
   * @param value never null
   */
  String show(MessageKind kind, String component, Object value);
}

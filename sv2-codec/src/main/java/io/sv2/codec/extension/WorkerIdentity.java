package io.sv2.codec.extension;

import io.sv2.codec.InvalidValueException;
import io.sv2.codec.type.B064K;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The worker behind a share of an extended channel: the TLV of extension 0x0002. */
public final class WorkerIdentity {
  /** The extension to negotiate. */
  public static final int EXTENSION = 0x0002;

  /** Most bytes of UTF-8. */
  public static final int MAX_LENGTH = 32;

  private static final int FIELD = 0x01;
  private static final String NAME = "SubmitSharesExtended";

  private WorkerIdentity() {}

  /**
   * To be appended to SubmitSharesExtended.
   *
   * @throws InvalidValueException when {@code userIdentity} is longer than 32 bytes of UTF-8
   */
  public static Tlv of(String userIdentity) {
    byte[] bytes = userIdentity.getBytes(StandardCharsets.UTF_8);
    check(bytes.length);
    return new Tlv(EXTENSION, FIELD, B064K.of(bytes));
  }

  /**
   * The identity among the TLVs of a share; empty where there is none.
   *
   * @throws InvalidValueException when it is longer than 32 bytes or no UTF-8: such a message is to
   *     be refused (section 3.4.3)
   */
  public static Optional<String> in(List<Tlv> tlvs) {
    Optional<String> identity = Optional.empty();
    for (Tlv tlv : tlvs) {
      if (tlv.extensionType() == EXTENSION && tlv.fieldType() == FIELD) {
        String text = text(tlv.value());
        identity = identity.isPresent() ? identity : Optional.of(text);
      }
    }
    return identity;
  }

  private static String text(B064K value) {
    check(value.length());
    byte[] bytes = value.toByteArray();
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new InvalidValueException(NAME, "user_identity", "UTF-8, not " + value.toHex());
    }
    return text;
  }

  private static void check(int length) {
    if (length > MAX_LENGTH) {
      throw new InvalidValueException(
          NAME, "user_identity", "at most " + MAX_LENGTH + " bytes, not " + length);
    }
  }
}

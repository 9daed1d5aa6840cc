package io.sv2.codec.type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * STR0_255: up to 255 bytes of text with an 8-bit length prefix (section 3.1).
 *
 * <p>Kept as the bytes that arrived, since the specification only recommends UTF-8: what is
 * forwarded is what was received.
 */
public final class Str0255 extends Octets {
  /** Most bytes (not characters). */
  public static final int MAX_LENGTH = 255;

  /** No text. */
  public static final Str0255 EMPTY = new Str0255(new byte[0], 0, 0);

  private Str0255(byte[] source, int offset, int length) {
    super(source, offset, length, 0, MAX_LENGTH, "STR0_255");
  }

  /**
   * The UTF-8 bytes of {@code text}.
   *
   * @throws io.sv2.codec.InvalidValueException when they are more than 255
   */
  public static Str0255 of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return of(utf8, 0, utf8.length);
  }

  /**
   * A copy of {@code length} bytes from {@code offset} on.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static Str0255 of(byte[] source, int offset, int length) {
    return length == 0 ? EMPTY : new Str0255(source, offset, length);
  }

  /** The text as sent, undecodable bytes replaced; may contain control characters. */
  public String text() {
    return utf8();
  }

  /**
   * Whether there is a control character, which section 3.5 forbids in codes: U+0000 to U+001F,
   * U+007F, or in UTF-8 U+0080 to U+009F.
   */
  public boolean hasControlCharacters() {
    int before = 0;
    for (int i = 0; i < length(); i++) {
      int b = byteAt(i) & 0xff;
      if (b < 0x20 || b == 0x7f || (before == 0xc2 && b >= 0x80 && b < 0xa0)) {
        return true;
      }
      before = b;
    }
    return false;
  }

  /** Whether the bytes are UTF-8, so that {@link #text()} shows all of them. */
  public boolean isUtf8() {
    return Arrays.equals(text().getBytes(StandardCharsets.UTF_8), toByteArray());
  }

  /** The text with control characters escaped, safe to print in a log. */
  @Override
  public String toString() {
    return printable(text());
  }

  /** {@code text} with control characters escaped, safe to print in a log. */
  public static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        safe.append(String.format("\\u%04x", (int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }
}

package io.sv2.noise;

import io.sv2.noise.KeyFormatException.Reason;
import java.util.Arrays;
import java.util.Locale;

/**
 * Base58Check: bytes and the first four of their double SHA-256, as a number in base 58 (section
 * 4.7). The errors quote nothing of the text but one character that cannot belong to a key.
 */
final class Base58Check {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int CHECKSUM_LENGTH = 4;
  // The work grows with the square of the length, and no key is longer than 53 characters.
  private static final int MAX_TEXT_LENGTH = 128;

  private Base58Check() {}

  static String encode(byte[] payload) {
    byte[] number = Arrays.copyOf(payload, payload.length + CHECKSUM_LENGTH);
    System.arraycopy(checksum(payload), 0, number, payload.length, CHECKSUM_LENGTH);
    int zeros = leadingZeros(number);
    StringBuilder reversed = new StringBuilder();
    for (int start = zeros; start < number.length; ) {
      int remainder = 0;
      for (int i = start; i < number.length; i++) {
        int value = (remainder << 8) | (number[i] & 0xff);
        number[i] = (byte) (value / 58);
        remainder = value % 58;
      }
      reversed.append(ALPHABET.charAt(remainder));
      while (start < number.length && number[start] == 0) {
        start++;
      }
    }
    reversed.append("1".repeat(zeros));
    return reversed.reverse().toString();
  }

  /** The bytes before the checksum; {@code what} names the key in errors. */
  static byte[] decode(String text, String what) {
    byte[] number = number(text, what);
    int length = number.length - CHECKSUM_LENGTH;
    if (length < 0) {
      throw new KeyFormatException(
          Reason.WRONG_LENGTH, what + ": too short, " + text.length() + " characters");
    }
    byte[] payload = Arrays.copyOf(number, length);
    byte[] expected = checksum(payload);
    if (!Arrays.equals(expected, Arrays.copyOfRange(number, length, number.length))) {
      throw new KeyFormatException(
          Reason.BAD_CHECKSUM,
          what
              + ": the checksum does not match ("
              + text.length()
              + " characters, "
              + length
              + " bytes and checksum); a character is wrong or missing");
    }
    Arrays.fill(number, (byte) 0);
    return payload;
  }

  private static byte[] number(String text, String what) {
    if (text.length() > MAX_TEXT_LENGTH) {
      throw new KeyFormatException(
          Reason.WRONG_LENGTH, what + ": too long, " + text.length() + " characters");
    }
    byte[] number = new byte[text.length()];
    int zeros = 0;
    for (int position = 0; position < text.length(); position++) {
      int carry = ALPHABET.indexOf(text.charAt(position));
      if (carry < 0) {
        throw badCharacter(text.charAt(position), position, what);
      }
      if (carry == 0 && zeros == position) {
        zeros++;
      }
      for (int i = number.length - 1; i >= 0; i--) {
        int value = (number[i] & 0xff) * 58 + carry;
        number[i] = (byte) value;
        carry = value >> 8;
      }
    }
    byte[] trimmed = Arrays.copyOfRange(number, leadingZeros(number) - zeros, number.length);
    Arrays.fill(number, (byte) 0);
    return trimmed;
  }

  private static KeyFormatException badCharacter(char character, int position, String what) {
    String shown =
        character > ' ' && character < 0x7f
            ? "'" + character + "'"
            : String.format(Locale.ROOT, "U+%04X", (int) character);
    return new KeyFormatException(
        Reason.BAD_CHARACTER,
        what + ": character " + (position + 1) + " is " + shown + ", which Base58 does not have");
  }

  private static byte[] checksum(byte[] payload) {
    return Arrays.copyOf(Sha256.hash(Sha256.hash(payload)), CHECKSUM_LENGTH);
  }

  private static int leadingZeros(byte[] bytes) {
    int count = 0;
    while (count < bytes.length && bytes[count] == 0) {
      count++;
    }
    return count;
  }
}

package io.sv2.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PayloadReader} turns to when the array it reads from does not hold the next field:
 * goes on in the next piece of a large frame, or says that the payload has ended.
 *
 * <p>Apart from the reader, which the compiler can then keep in registers: it never passes itself
 * to anybody.
 */
final class Pieces {
  /** Nothing follows; has no state, and so serves all frames that are one piece. */
  static final Pieces NONE = new Pieces(new byte[0][], 0, null);

  private final byte[][] pieces;
  private final @Nullable Map<String, Integer> fieldOffsets;
  private int next;
  private int nextOffset; // what is left of the next begins here
  private int rest;
  private @Nullable String begun;

  /** The array that was handed out last. */
  byte[] bytes = {};

  /** Where in it the bytes asked for begin. */
  int start;

  /** Up to where its reader may go without asking. */
  int limit;

  /**
   * For a reader of a first piece.
   *
   * @param pieces what follows it, {@code length} bytes
   * @param fieldOffsets gets the payload offset of each field; null: not wanted
   */
  Pieces(byte[][] pieces, int length, @Nullable Map<String, Integer> fieldOffsets) {
    this.pieces = pieces;
    this.rest = length;
    this.fieldOffsets = fieldOffsets;
  }

  /** Bytes that have not been handed out. */
  int rest() {
    return rest;
  }

  /** A reader asks for every field where their offsets are wanted. */
  int limitOf(byte[] piece) {
    return fieldOffsets == null ? piece.length : 0;
  }

  /**
   * Hands out an array that has the next {@code length} bytes in one run: the present or the next
   * piece, or a copy where they begin in one piece and end in another.
   *
   * @param current what the reader has
   * @param at how far it has come in it
   * @param offset the same, from the beginning of the payload
   * @throws TruncatedException when there are fewer
   */
  void next(String message, String field, byte[] current, int at, int offset, int length) {
    if (fieldOffsets != null && !field.equals(begun)) { // a length and what it counts are one
      begun = field;
      fieldOffsets.remove(field); // to be last in order
      fieldOffsets.put(field, offset);
    }
    int here = current.length - at;
    if (length > here + rest) {
      throw truncated(message, field, offset, length, here + rest);
    } else if (length <= here) {
      handOut(current, at);
    } else if (here == 0 && length <= pieces[next].length - nextOffset) {
      handOutNext(0);
    } else {
      handOut(gather(current, at, length), 0);
    }
  }

  private byte[] gather(byte[] current, int at, int length) {
    byte[] gathered = new byte[length];
    int done = current.length - at;
    System.arraycopy(current, at, gathered, 0, done);
    while (done < length) {
      int count = Math.min(length - done, pieces[next].length - nextOffset);
      System.arraycopy(pieces[next], nextOffset, gathered, done, count);
      done += count;
      rest -= count;
      nextOffset += count;
      if (nextOffset == pieces[next].length) {
        next++;
        nextOffset = 0;
      }
    }
    return gathered;
  }

  /** Hands out the piece in which the byte {@code count} bytes on lies, or which ends before it. */
  void skip(int count) {
    int left = count;
    while (left > pieces[next].length - nextOffset) {
      left -= pieces[next].length - nextOffset;
      rest -= pieces[next].length - nextOffset;
      next++;
      nextOffset = 0;
    }
    handOutNext(left);
  }

  private void handOutNext(int skipped) {
    byte[] piece = pieces[next];
    int from = nextOffset + skipped;
    rest -= piece.length - nextOffset;
    next++;
    nextOffset = 0;
    handOut(piece, from);
  }

  private void handOut(byte[] array, int from) {
    bytes = array;
    start = from;
    limit = limitOf(array);
  }

  static TruncatedException truncated(
      String message, String field, int offset, int wanted, int left) {
    return new TruncatedException(
        message, field, offset, wanted + " more bytes are needed, " + left + " are left");
  }
}

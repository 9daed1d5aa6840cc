package io.sv2.reactive.mining;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads a coinbase that is split at its extranonce, and takes its BIP141 fields out. */
final class CoinbaseParts {
  private static final int VERSION = 4;
  private static final int NULL_OUTPOINT = 36;
  private static final int SEQUENCE = 4;
  private static final int LOCKTIME = 4;
  private static final int WITNESS = 1 + 1 + 32; // one element of 32 bytes

  private CoinbaseParts() {}

  static Coinbase parse(byte[] prefix, byte[] suffix, int extranonceLength) {
    try {
      if (prefix.length < VERSION) {
        throw new BufferUnderflowException();
      }
      boolean witness = prefix.length > VERSION + 1 && prefix[VERSION] == 0;
      byte[] before = witness ? withoutMarker(prefix) : prefix;
      checkInput(before, extranonceLength);
      byte[] after = witness ? withoutWitness(suffix) : suffix;
      TxOutputs outputs = outputs(after);
      if (witness && !outputs.commitsToWitnesses()) {
        throw new InvalidCoinbaseException(
            "coinbase: a witness, and no output that commits to any");
      }
      return new Coinbase(before, after, extranonceLength, outputs.commitsToWitnesses());
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new InvalidCoinbaseException("coinbase: its parts are too short");
    }
  }

  private static byte[] withoutMarker(byte[] prefix) {
    if (prefix[VERSION + 1] != 1) {
      throw new InvalidCoinbaseException("coinbase: neither an input nor marker and flag");
    }
    byte[] stripped = Arrays.copyOf(prefix, prefix.length - 2);
    System.arraycopy(prefix, VERSION + 2, stripped, VERSION, prefix.length - VERSION - 2);
    return stripped;
  }

  private static void checkInput(byte[] prefix, int extranonceLength) {
    ByteBuffer source = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).position(VERSION);
    long inputs = CompactSize.read(source);
    if (inputs != 1) {
      throw new InvalidCoinbaseException("coinbase: one input, not " + inputs);
    }
    byte[] outpoint = new byte[NULL_OUTPOINT];
    source.get(outpoint);
    for (int i = 0; i < NULL_OUTPOINT; i++) {
      if (outpoint[i] != (i < 32 ? 0 : -1)) {
        throw new InvalidCoinbaseException("coinbase: its input spends something");
      }
    }
    long script = CompactSize.read(source);
    if (script > Coinbase.MAX_SCRIPT_SIG) {
      throw new InvalidCoinbaseException("coinbase scriptSig: at most 100 bytes, not " + script);
    } else if (script != source.remaining() + extranonceLength) {
      throw new InvalidCoinbaseException(
          "coinbase scriptSig: "
              + script
              + " bytes announced, "
              + source.remaining()
              + " and an extranonce of "
              + extranonceLength
              + " there");
    }
  }

  private static byte[] withoutWitness(byte[] suffix) {
    int at = suffix.length - LOCKTIME - WITNESS;
    if (suffix[at] != 1 || suffix[at + 1] != 32) {
      throw new InvalidCoinbaseException("coinbase: its witness is not one element of 32 bytes");
    }
    for (int i = at + 2; i < at + WITNESS; i++) {
      if (suffix[i] != 0) {
        throw new InvalidCoinbaseException("coinbase: a reserved witness value other than zeros");
      }
    }
    byte[] stripped = Arrays.copyOf(suffix, suffix.length - WITNESS);
    System.arraycopy(suffix, suffix.length - LOCKTIME, stripped, at, LOCKTIME);
    return stripped;
  }

  private static TxOutputs outputs(byte[] suffix) {
    if (suffix.length < SEQUENCE + LOCKTIME) {
      throw new BufferUnderflowException();
    }
    return TxOutputs.parse(Arrays.copyOfRange(suffix, SEQUENCE, suffix.length - LOCKTIME));
  }
}

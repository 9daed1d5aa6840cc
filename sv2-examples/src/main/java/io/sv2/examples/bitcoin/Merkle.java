package io.sv2.examples.bitcoin;

import java.util.ArrayList;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;

/** Merkle trees over transaction ids; hashes go in and out in wire order, 32 bytes each. */
final class Merkle {
  private Merkle() {}

  /** The siblings of leaf 0 from the deepest up, when {@code others} are the leaves after it. */
  static List<byte[]> pathOfFirst(List<byte[]> others) {
    List<byte[]> path = new ArrayList<>();
    List<byte[]> row = others;
    while (!row.isEmpty()) {
      path.add(row.get(0));
      List<byte[]> next = new ArrayList<>(row.size() / 2 + 1);
      for (int i = 1; i < row.size(); i += 2) {
        next.add(join(row.get(i), row.get(Math.min(i + 1, row.size() - 1))));
      }
      row = next;
    }
    return path;
  }

  /** The root above leaf 0 and its path. */
  static byte[] root(byte[] first, List<byte[]> path) {
    byte[] hash = first;
    for (byte[] sibling : path) {
      hash = join(hash, sibling);
    }
    return hash;
  }

  private static byte[] join(byte[] left, byte[] right) {
    return Sha256Hash.hashTwice(left, right);
  }
}

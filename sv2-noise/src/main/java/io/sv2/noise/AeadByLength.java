package io.sv2.noise;

/** One implementation for short records, another for long ones, under the same key. */
final class AeadByLength implements Aead {
  private final Aead shorter;
  private final int limit;
  private final Aead longer;

  /** {@code longer} takes texts of {@code limit} bytes and more. */
  AeadByLength(Aead shorter, int limit, Aead longer) {
    this.shorter = shorter;
    this.limit = limit;
    this.longer = longer;
  }

  private Aead of(int length) {
    return length < limit ? shorter : longer;
  }

  @Override
  public void seal(
      long nonce, byte[] ad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    of(length).seal(nonce, ad, in, inOffset, length, out, outOffset);
  }

  @Override
  public boolean open(
      long nonce, byte[] ad, byte[] in, int inOffset, int sealedLength, byte[] out, int outOffset) {
    return of(sealedLength - MAC_LENGTH)
        .open(nonce, ad, in, inOffset, sealedLength, out, outOffset);
  }

  @Override
  public void destroy() {
    shorter.destroy();
    longer.destroy();
  }
}

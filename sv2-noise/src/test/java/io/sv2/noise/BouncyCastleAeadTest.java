package io.sv2.noise;

class BouncyCastleAeadTest implements AeadContract {
  @Override
  public ChaCha20Poly1305 ciphers() {
    return ChaCha20Poly1305.bouncyCastle();
  }
}

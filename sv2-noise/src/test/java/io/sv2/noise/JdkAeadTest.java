package io.sv2.noise;

class JdkAeadTest implements AeadContract {
  @Override
  public ChaCha20Poly1305 ciphers() {
    return ChaCha20Poly1305.jdk();
  }
}

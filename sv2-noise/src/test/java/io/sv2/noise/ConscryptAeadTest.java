package io.sv2.noise;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ConscryptAeadTest implements AeadContract {
  @Override
  public ChaCha20Poly1305 ciphers() {
    return ChaCha20Poly1305.conscrypt();
  }
}

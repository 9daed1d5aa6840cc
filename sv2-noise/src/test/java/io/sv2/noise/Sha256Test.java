package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
  @Test
  void hmacIsThatOfRfc4231() {
    byte[] data = "Hi There".getBytes(StandardCharsets.US_ASCII);
    assertThat(hex(Sha256.hmac(hex("0b".repeat(20)), data)))
        .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  }

  @Test
  void hkdfIsThatOfRfc5869WithoutSaltAndInfo() {
    byte[][] outputs = Sha256.hkdf(new byte[32], hex("0b".repeat(22)));
    assertThat(hex(outputs[0]) + hex(outputs[1]))
        .startsWith(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                + "9d201395faa4b61a96c8");
  }

  @Test
  void hkdfIsWycheproofsWhereThereIsNoInfo() throws IOException {
    int checked = 0;
    for (JsonNode group : Vectors.groups("wycheproof-hkdf-sha256.json")) {
      for (JsonNode test : group.get("tests")) {
        if (!test.get("info").asText().isEmpty() || test.get("size").asInt() > 64) {
          continue;
        }
        byte[] salt = hex(test.get("salt").asText());
        byte[][] outputs = Sha256.hkdf(salt, hex(test.get("ikm").asText()));
        assertThat(hex(outputs[0]) + hex(outputs[1]))
            .as(test.toString())
            .startsWith(test.get("okm").asText());
        checked++;
      }
    }
    assertThat(checked).isEqualTo(31);
  }
}

package io.sv2.noise.secp256k1;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sv2.noise.FixedRandom;
import io.sv2.noise.Vectors;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BouncyCastleSecp256k1Test implements Secp256k1Contract {
  private static final String UNCOMPRESSED =
      "3056301006072a8648ce3d020106052b8104000a034200" + "04";

  @Override
  public Secp256k1 curve() {
    return Secp256k1.bouncyCastle();
  }

  @ParameterizedTest
  @CsvSource({
    "05ff6bdad900fc3261bc7fe34e2fb0f569f06e091ae437d3a52e9da0cbfb9590,"
        + "80cdf63774ec7022c89a5a8558e373a279170285e0ab27412dbce510bdfe23fc,"
        + ",,"
        + "45654798ece071ba79286d04f7f3eb1c3f1d17dd883610f2ad2efd82a287466b,"
        + "0aeaa886f6b76c7158452418cbf5033adc5747e9e9b5d3b2303db96936528557,"
        + ",,"
        + "ba9ab867131f8e4586d792fb080c14e3c0e2e82277c9ef0d52d1027c5d78b5c4,"
        + "f51557790948938ea7badbe7340afcc523a8b816164a2c4dcfc24695c9ad76d8",
    "1737a85f4c8d146cec96e3ffdca76d9903dcf3bd53061868d478c78c63c2aa9e,"
        + "39e48dd150d2f429be088dfd5b61882e7e8407483702ae9a5ab35927b15f85ea,"
        + "1be8cc0b04be0c681d0c6a68f733f82c6c896e0c8a262fcd392918e303a7abf4,"
        + "605b5814bf9b8cb066667c9e5480d22dc5b6c92f14b4af3ee0a9eb83b03685e3,"
        + ",,"
        + "e41733f4fb41f397e2f3959708cc07d3937691f375d9d032c6d6e71bfc58503b,"
        + "9fa4a7eb4064734f99998361ab7f2dd23a4936d0eb4b50c11f56147b4fc9764c,"
        + ",",
    // r is zero: cases 3 and 7 would repeat 2 and 6
    "c17ec69e665f0fb0dbab48d9c2f94d12ec8a9d7eacb58084833091801eb0b80b,"
        + "147756e66d96e31c426d3cc85ed0c4cfbef6341dd8b285585aa574ea0204b55e,"
        + "6f4aea431a0043bdd03134d6d9159119ce034b88c32e50e8e36c4ee45eac7ae9,"
        + "fd5be16d4ffa2690126c67c3ef7cb9d29b74d397c78b06b3605fda34dc9696a6,"
        + "5e9c60792a2f000e45c6250f296f875e174efc0e9703e628706103a9dd2d82c7,"
        + ",90b515bce5ffbc422fcecb2926ea6ee631fcb4773cd1af171c93b11aa1538146,"
        + "02a41e92b005d96fed93983c1083462d648b2c683874f94c9fa025ca23696589,"
        + "a1639f86d5d0fff1ba39daf0d69078a1e8b103f168fc19d78f9efc5522d27968,"
        + "",
    // s is zero
    "f28fba64af766845eb2f4302456e2b9f8d80affe57e7aae42738d7cddb1c2ce6,"
        + "f28fba64af766845eb2f4302456e2b9f8d80affe57e7aae42738d7cddb1c2ce6,"
        + "4f867ad8bb3d840409d26b67307e62100153273f72fa4b7484becfa14ebe7408,"
        + "5bbc4f59e452cc5f22a99144b10ce8989a89a995ec3cea1c91ae10e8f721bb5d,"
        + ",,b079852744c27bfbf62d9498cf819deffeacd8c08d05b48b7b41305db1418827,"
        + "a443b0a61bad33a0dd566ebb4ef317676576566a13c315e36e51ef1608de40d2,"
        + ",",
    "1aaa1ccebf9c724191033df366b36f691c4d902c228033ff4516d122b2564f68,"
        + "c75541259d3ba98f207eaa30c69634d187d0b6da594e719e420f4898638fc5b0,"
        + ",,,,,,,"
  })
  void theInverseFindsThePublishedEncodings(
      String u,
      String x,
      String t0,
      String t1,
      String t2,
      String t3,
      String t4,
      String t5,
      String t6,
      String t7) {
    assertInverse(u, x, t0, t1, t2, t3, t4, t5, t6, t7);
  }

  @Test
  void theInverseFindsTheEncodingsOfEveryPublishedRow() throws IOException {
    for (Map<String, String> row : Vectors.csv("bip324-xswiftec-inv.csv")) {
      String[] expected = new String[8];
      for (int i = 0; i < 8; i++) {
        String t = row.get("case" + i + "_t");
        expected[i] = t.isEmpty() ? null : t;
      }
      assertInverse(row.get("u"), row.get("x"), expected);
    }
  }

  private void assertInverse(String u, String x, String... expected) {
    for (int i = 0; i < 8; i++) {
      ECFieldElement t =
          EllSwift.xSwiftEcInverse(Curve.elementModP(hex(x), 0), Curve.elementModP(hex(u), 0), i);
      String found = t == null ? null : hex(t.getEncoded());
      assertThat(found).as("case %d of x %s", i, x).isEqualTo(expected[i]);
      if (found != null) {
        assertThat(hex(curve().ellSwiftDecode(hex(u + found)))).isEqualTo(x);
      }
    }
  }

  @Test
  void anEncodingIsNotSoughtForEverInBrokenRandomness() {
    assertThatThrownBy(
            () -> curve().ellSwiftCreate(hex(ONE), FixedRandom.repeating("00".repeat(33))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theSharedXIsThePublishedOne() {
    byte[] theirs =
        hex(
            "a4a94dfce69b4a2a0a099313d10f9f7e7d649d60501c9e1d274c300e0d89aafa"
                + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffff8faf88d5");
    byte[] secret = hex("61062ea5071d800bbfd59e2e8b53d47d194b095ae5a4df04936b49772ef0d4d7");
    assertThat(hex(BouncyCastleSecp256k1.sharedX(EllSwift.decode(theirs), secret)))
        .isEqualTo("4eb2bf85bd00939468ea2abb25b63bc642e3d1eb8b967fb90caa2d89e716050e");
  }

  @Test
  void theSharedXIsThePublishedOneOfEveryRow() throws IOException {
    for (Map<String, String> row : Vectors.csv("bip324-packet-encoding.csv")) {
      byte[] secret = hex(row.get("in_priv_ours"));
      ECPoint theirs = EllSwift.decode(hex(row.get("in_ellswift_theirs")));
      assertThat(hex(BouncyCastleSecp256k1.sharedX(theirs, secret)))
          .as(row.toString())
          .isEqualTo(row.get("mid_x_shared"));
    }
  }

  @Test
  void theSharedXIsWycheproofsForEveryValidUncompressedKey() throws IOException {
    int checked = 0;
    for (JsonNode group : Vectors.groups("wycheproof-ecdh-secp256k1.json")) {
      for (JsonNode test : group.get("tests")) {
        String key = test.get("public").asText();
        if (!key.startsWith(UNCOMPRESSED) || !test.get("result").asText().equals("valid")) {
          continue; // what remains is about the parsing of X.509 and about y, which we never see
        }
        byte[] x = hex(key.substring(UNCOMPRESSED.length(), UNCOMPRESSED.length() + 64));
        ECFieldElement element = Curve.element(x);
        ECPoint point = Curve.point(element, Curve.liftY(element));
        byte[] secret = scalar(test.get("private").asText());
        assertThat(hex(BouncyCastleSecp256k1.sharedX(point, secret)))
            .as(test.toString())
            .isEqualTo(test.get("shared").asText());
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(450);
  }

  /** Wycheproof writes numbers with as many bytes as they need, or with one more. */
  private static byte[] scalar(String text) {
    byte[] number = hex(text.length() % 2 == 0 ? text : "0" + text);
    byte[] secret = new byte[32];
    int length = Math.min(32, number.length);
    System.arraycopy(
        Arrays.copyOfRange(number, number.length - length, number.length),
        0,
        secret,
        32 - length,
        length);
    return secret;
  }
}

package io.sv2.noise.secp256k1;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.noise.FixedRandom;
import io.sv2.noise.Vectors;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider of the curve must do. */
interface Secp256k1Contract {
  String ZERO = "0000000000000000000000000000000000000000000000000000000000000000";
  String ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
  String ORDER_MINUS_1 = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";
  String ONE = "0000000000000000000000000000000000000000000000000000000000000001";
  String GENERATOR_X = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
  String PRIME = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";

  Secp256k1 curve();

  @ParameterizedTest
  @CsvSource({
    "0000000000000000000000000000000000000000000000000000000000000000"
        + "0000000000000000000000000000000000000000000000000000000000000000,"
        + "edd1fd3e327ce90cc7a3542614289aee9682003e9cf7dcc9cf2ca9743be5aa0c",
    "0000000000000000000000000000000000000000000000000000000000000000"
        + "01d3475bf7655b0fb2d852921035b2ef607f49069b97454e6795251062741771,"
        + "b5da00b73cd6560520e7c364086e7cd23a34bf60d0e707be9fc34d4cd5fdfa2c",
    "943c2f775108b737fe65a9531e19f2fc2a197f5603e3a2881d1d83e4008f9125"
        + "0000000000000000000000000000000000000000000000000000000000000000,"
        + "311c61f0ab2f32b7b1f0223fa72f0a78752b8146e46107f8876dd9c4f92b2942",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffff2715de86"
        + "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f,"
        + "3524f77fa3a6eb4389c3cb5d27f1f91462086429cd6c0cb0df43ea8f1e7b3fb4",
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffefbb982"
        + "fffffffffffffffffffffffffffffffffffffffffffffffffffffffff6d6db1f,"
        + "1c92ccdfcf4ac550c28db57cff0c8515cb26936c786584a70114008d6c33a34b"
  })
  default void ellSwiftDecodesToThePublishedX(String encoding, String x) {
    assertThat(hex(curve().ellSwiftDecode(hex(encoding)))).isEqualTo(x);
  }

  @Test
  default void ellSwiftDecodesEveryPublishedRow() throws IOException {
    for (Map<String, String> row : Vectors.csv("bip324-ellswift-decode.csv")) {
      assertThat(hex(curve().ellSwiftDecode(hex(row.get("ellswift")))))
          .as(row.toString())
          .isEqualTo(row.get("x"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "61062ea5071d800bbfd59e2e8b53d47d194b095ae5a4df04936b49772ef0d4d7,"
        + "ec0adff257bbfe500c188c80b4fdd640f6b45a482bbc15fc7cef5931deff0aa1"
        + "86f6eb9bba7b85dc4dcc28b28722de1e3d9108b985e2967045668f66098e475b,"
        + "a4a94dfce69b4a2a0a099313d10f9f7e7d649d60501c9e1d274c300e0d89aafa"
        + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffff8faf88d5,"
        + "true, c6992a117f5edbea70c3f511d32d26b9798be4b81a62eaee1a5acaa8459a3592",
    "6f312890ec83bbb26798abaadd574684a53e74ccef7953b790fcc29409080246,"
        + "a8785af31c029efc82fa9fc677d7118031358d7c6a25b5779a9b900e5ccd94aa"
        + "c97eb36a3c5dbcdb2ca5843cc4c2fe0aaa46d10eb3d233a81c3dde476da00eef,"
        + "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"
        + "0000000000000000000000000000000000000000000000000000000000000000,"
        + "false, a6f79eb08243b6f65dbe42bfe4a6cf3f131d6963fa5d06c770a18f7b9c489b78"
  })
  default void ecdhGivesThePublishedSecret(
      String secret, String ours, String theirs, boolean initiator, String shared) {
    assertThat(hex(curve().ecdh(hex(secret), hex(ours), hex(theirs), initiator))).isEqualTo(shared);
    assertThat(hex(curve().ecdh(hex(secret), hex(ours), hex(theirs), !initiator)))
        .isNotEqualTo(shared);
  }

  @Test
  default void ecdhGivesThePublishedSecretOfEveryRow() throws IOException {
    for (Map<String, String> row : Vectors.csv("bip324-packet-encoding.csv")) {
      byte[] shared =
          curve()
              .ecdh(
                  hex(row.get("in_priv_ours")),
                  hex(row.get("in_ellswift_ours")),
                  hex(row.get("in_ellswift_theirs")),
                  row.get("in_initiating").equals("1"));
      assertThat(hex(shared)).as(row.toString()).isEqualTo(row.get("mid_shared_secret"));
      assertThat(hex(curve().ellSwiftDecode(hex(row.get("in_ellswift_ours")))))
          .isEqualTo(row.get("mid_x_ours"))
          .isEqualTo(hex(curve().publicKeyX(hex(row.get("in_priv_ours")))));
    }
  }

  @Test
  default void bothSidesOfAnEcdhAgree() {
    for (int i = 0; i < 20; i++) {
      FixedRandom random = FixedRandom.seeded(i);
      byte[] a = curve().generateSecret(random);
      byte[] b = curve().generateSecret(random);
      byte[] aEncoded = curve().ellSwiftCreate(a, random);
      byte[] bEncoded = curve().ellSwiftCreate(b, random);
      assertThat(curve().ecdh(a, aEncoded, bEncoded, true))
          .isEqualTo(curve().ecdh(b, bEncoded, aEncoded, false));
    }
  }

  @Test
  default void aCreatedEncodingIsRandomAndDecodesToThePublicKey() {
    FixedRandom random = FixedRandom.seeded(7);
    byte[] secret = curve().generateSecret(random);
    String x = hex(curve().publicKeyX(secret));
    Set<String> encodings = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      byte[] encoding = curve().ellSwiftCreate(secret, random);
      assertThat(hex(curve().ellSwiftDecode(encoding))).isEqualTo(x);
      encodings.add(hex(encoding));
    }
    assertThat(encodings).hasSize(40);
    assertThat(curve().ellSwiftCreate(secret, FixedRandom.seeded(8)))
        .isEqualTo(curve().ellSwiftCreate(secret, FixedRandom.seeded(8)));
  }

  @Test
  default void theGeneratorBelongsToOneAndToTheOrderMinusOne() {
    assertThat(hex(curve().publicKeyX(hex(ONE)))).isEqualTo(GENERATOR_X);
    assertThat(hex(curve().publicKeyX(hex(ORDER_MINUS_1)))).isEqualTo(GENERATOR_X);
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000000000000000000000000000000000000000000000000003,"
        + "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9,"
        + "0000000000000000000000000000000000000000000000000000000000000000,"
        + "0000000000000000000000000000000000000000000000000000000000000000,"
        + "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
        + "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0",
    "b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfef,"
        + "dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659,"
        + "0000000000000000000000000000000000000000000000000000000000000001,"
        + "243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89,"
        + "6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de3341"
        + "8906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a"
  })
  default void signaturesArePublishedOnes(
      String secret, String publicKey, String aux, String message, String signature) {
    assertThat(hex(curve().publicKeyX(hex(secret)))).isEqualTo(publicKey);
    assertThat(hex(curve().sign(hex(secret), hex(message), FixedRandom.repeating(aux))))
        .isEqualTo(signature);
    assertThat(curve().verify(hex(publicKey), hex(message), hex(signature))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34," // not on the curve
        + "6cff5c3ba86c69ea4b7376f31a9bcb4f74c1976089b2d9963da2e5543e177769"
        + "69e89b4c5564d00349106b8497785dd7d1d713a8ae82b32fa79d5f7fc407d39b",
    "dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659," // R has an odd y
        + "fff97bd5755eeea420453a14355235d382f6472f8568a18b2f057a1460297556"
        + "3cc27944640ac607cd107ae10923d9ef7a73c643e166be5ebeafa34b1ac553e2",
    "dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659," // R is infinite
        + "0000000000000000000000000000000000000000000000000000000000000000"
        + "123dda8328af9c23a94c1feecfd123ba4fb73476f0d594dcb65c6425bd186051",
    "dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659," // s is the order
        + "6cff5c3ba86c69ea4b7376f31a9bcb4f74c1976089b2d9963da2e5543e177769"
        + "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30," // not below the prime
        + "6cff5c3ba86c69ea4b7376f31a9bcb4f74c1976089b2d9963da2e5543e177769"
        + "69e89b4c5564d00349106b8497785dd7d1d713a8ae82b32fa79d5f7fc407d39b"
  })
  default void invalidSignaturesAreRefused(String publicKey, String signature) {
    byte[] message = hex("243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89");
    assertThat(curve().verify(hex(publicKey), message, hex(signature))).isFalse();
  }

  @Test
  default void everyPublishedSignatureIsJudgedRight() throws IOException {
    for (Map<String, String> row : Vectors.csv("bip340.csv")) {
      byte[] message = hex(row.get("message"));
      byte[] publicKey = hex(row.get("public key"));
      byte[] signature = hex(row.get("signature"));
      assertThat(curve().verify(publicKey, message, signature))
          .as(row.toString())
          .isEqualTo(row.get("verification result").equals("TRUE"));
      if (!row.get("secret key").isEmpty()) {
        byte[] secret = hex(row.get("secret key"));
        assertThat(curve().publicKeyX(secret)).isEqualTo(publicKey);
        assertThat(curve().sign(secret, message, FixedRandom.repeating(row.get("aux_rand"))))
            .as(row.toString())
            .isEqualTo(signature);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ZERO, ORDER, PRIME})
  default void secretsOutOfRangeAreRefusedWithoutBeingShown(String secret) {
    byte[] encoding = new byte[64];
    assertThat(curve().isValidSecret(hex(secret))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve().publicKeyX(hex(secret)))
        .withMessageNotContaining(secret);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve().ellSwiftCreate(hex(secret), FixedRandom.seeded(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve().ecdh(hex(secret), encoding, encoding, true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve().sign(hex(secret), new byte[32], FixedRandom.seeded(1)));
  }

  @Test
  default void publicKeysAreThoseOnTheCurve() {
    assertThat(curve().isValidPublicKey(hex(GENERATOR_X))).isTrue();
    assertThat(curve().isValidPublicKey(hex(ZERO))).isFalse();
    assertThat(curve().isValidPublicKey(hex(PRIME))).isFalse();
    assertThat(
            curve()
                .isValidPublicKey(
                    hex("eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34")))
        .isFalse();
  }

  @Test
  default void argumentsOfAnotherLengthAreRefused() {
    byte[] secret = hex(ONE);
    assertThatIllegalArgumentException().isThrownBy(() -> curve().publicKeyX(new byte[31]));
    assertThatIllegalArgumentException().isThrownBy(() -> curve().isValidPublicKey(new byte[33]));
    assertThatIllegalArgumentException().isThrownBy(() -> curve().ellSwiftDecode(new byte[63]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve().ecdh(secret, new byte[64], new byte[65], true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve().ecdh(secret, new byte[63], new byte[64], true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve().verify(hex(GENERATOR_X), new byte[0], new byte[63]));
  }

  @Test
  default void aBrokenSourceOfRandomnessDoesNotHang() {
    assertThatThrownBy(() -> curve().generateSecret(FixedRandom.repeating(ZERO)))
        .isInstanceOf(IllegalStateException.class);
  }
}

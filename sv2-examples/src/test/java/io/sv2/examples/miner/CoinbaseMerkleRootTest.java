package io.sv2.examples.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoinbaseMerkleRootTest {

  private static final HexFormat HEX = HexFormat.of();

  /** Its coinbase script ends in a two-byte extranonce, 0602; the block has four transactions. */
  @Test
  void computesTheMerkleRootOfBlock100000() {
    MerkleRootSource root =
        MerkleRootSource.coinbase(
            HEX.parseHex(
                "0100000001"
                    + "0000000000000000000000000000000000000000000000000000000000000000"
                    + "ffffffff08044c86041b"),
            HEX.parseHex("02"),
            2,
            HEX.parseHex(
                "ffffffff0100f2052a01000000434104"
                    + "1b0e8c2567c12536aa13357b79a073dc4444acb83c4ec7a0e2f99dd7457516c5"
                    + "817242da796924ca4e99947d087fedf9ce467cb9f7c6287078f801df276fdf84"
                    + "ac00000000"),
            List.of(
                HEX.parseHex("c40297f730dd7b5a99567eb8d27b78758f607507c52292d02d4031895b52f2ff"),
                HEX.parseHex("49aef42d78e3e9999c9e6ec9e1dddd6cb880bf3b076a03be1318ca789089308e")));

    assertThat(HEX.formatHex(root.merkleRoot(Extranonce.of(2, 0x0602))))
        .isEqualTo("6657a9252aacd5c0b2940996ecff952228c3067cc38d4885efb5a4ac4247e9f3");
  }

  @Test
  void agreesWithTheFormulaOfTheSpecification() throws Exception {
    Random random = new Random(4);
    for (int size = 0; size <= 32; size++) {
      byte[] prefix = bytes(random, 60);
      byte[] reserved = bytes(random, 32 - size);
      byte[] suffix = bytes(random, 90);
      List<byte[]> path = new ArrayList<>();
      for (int i = 0; i < size % 5; i++) {
        path.add(bytes(random, 32));
      }
      Extranonce extranonce = Extranonce.of(size, size == 0 ? 0 : 0xa7);

      byte[] expected = plainHash(prefix, reserved, extranonce.toBytes(), suffix);
      for (byte[] hash : path) {
        expected = plainHash(expected, hash);
      }
      assertThat(
              MerkleRootSource.coinbase(prefix, reserved, size, suffix, path)
                  .merkleRoot(extranonce))
          .isEqualTo(expected);
    }
  }

  @Test
  void refusesAnExtranonceOf33Bytes() {
    byte[] none = {};
    assertThatThrownBy(() -> MerkleRootSource.coinbase(none, none, 33, none, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("extranonce size is 33; it must be in 0..32");
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] plainHash(byte[]... parts) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    return sha256.digest(sha256.digest(all.toByteArray()));
  }
}

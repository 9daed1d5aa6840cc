package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.type.U256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class Sha256dTest {
  private static final byte[] GENESIS_HEADER =
      HexFormat.of()
          .parseHex(
              "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b"
                  + "12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c");
  private static final String GENESIS_HASH =
      "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";

  @Test
  void genesisHeaderHashesToTheGenesisBlock() {
    assertThat(Sha256d.of(GENESIS_HEADER)).hasToString(GENESIS_HASH);
  }

  @Test
  void partsHashLikeTheirConcatenation() {
    U256 hash =
        Sha256d.of(
            Arrays.copyOf(GENESIS_HEADER, 4),
            new byte[0],
            Arrays.copyOfRange(GENESIS_HEADER, 4, 68),
            Arrays.copyOfRange(GENESIS_HEADER, 68, 80));
    assertThat(hash).hasToString(GENESIS_HASH);
  }

  /** The published double hash of "hello", on the wire in the order of the digest's bytes. */
  @Test
  void wireOrderIsTheDigestsOwn() {
    U256 hash = Sha256d.of("hello".getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(hash.toWire()))
        .isEqualTo("9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50");
  }

  @Test
  void nothingHashesLikeTheEmptyString() {
    String empty = "5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456";
    assertThat(HexFormat.of().formatHex(Sha256d.of().toWire())).isEqualTo(empty);
    assertThat(HexFormat.of().formatHex(Sha256d.of(new byte[0]).toWire())).isEqualTo(empty);
  }

  @Test
  void hashesAreIndependentOfThoseBefore() {
    U256 first = Sha256d.of(GENESIS_HEADER);
    assertThat(Sha256d.of(new byte[] {1})).isNotEqualTo(first);
    // The digest and its buffers are used again: an object handed out must not change with them.
    assertThat(first).hasToString(GENESIS_HASH);
    assertThat(Sha256d.of(GENESIS_HEADER)).hasToString(GENESIS_HASH);
  }

  @Test
  void withoutAPathTheLeafIsTheRoot() {
    U256 leaf = U256.ofHex(GENESIS_HASH);
    assertThat(Sha256d.merkleRoot(leaf, List.of())).isEqualTo(leaf);
  }

  /** Mainnet block 100,000: four transactions, so the path has the second one and one node. */
  @Test
  void merkleRootOfBlock100000() {
    U256 coinbase = U256.ofHex("8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87");
    U256 second = U256.ofHex("fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4");
    String third = "6359f0868171b1d194cbee1af2f16ea598ae8fad666d9b012c8ed2b79a236ec4";
    String fourth = "e9a66845e05d5abc0ad04ec80f774a7e585c6e8db975962d069a522137b80c1d";
    U256 others = Reference.doubleHash(U256.ofHex(third).toWire(), U256.ofHex(fourth).toWire());
    assertThat(Sha256d.merkleRoot(coinbase, List.of(second, others)))
        .hasToString("f3e94742aca4b5ef85488dc37c06c3282295ffec960994b2c0d5ac2a25a95766");
  }
}

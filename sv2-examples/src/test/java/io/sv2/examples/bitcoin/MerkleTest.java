package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleTest {
  /** Mainnet block 100,000: four transactions. */
  @Test
  void block100000() {
    List<byte[]> txids =
        List.of(
                "8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87",
                "fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4",
                "6359f0868171b1d194cbee1af2f16ea598ae8fad666d9b012c8ed2b79a236ec4",
                "e9a66845e05d5abc0ad04ec80f774a7e585c6e8db975962d069a522137b80c1d")
            .stream()
            .map(hex -> Sha256Hash.wrap(hex).serialize())
            .toList();
    byte[] root = Merkle.root(txids.get(0), Merkle.pathOfFirst(txids.subList(1, 4)));
    assertThat(Sha256Hash.wrapReversed(root))
        .hasToString("f3e94742aca4b5ef85488dc37c06c3282295ffec960994b2c0d5ac2a25a95766");
  }

  @ParameterizedTest
  @CsvSource({"1,0", "2,1", "3,2", "4,2", "5,3", "6,3", "7,3", "8,3", "9,4", "33,6"})
  void pathLeadsToTheRootOfAnyTree(int leaves, int depth) {
    List<byte[]> hashes = new ArrayList<>();
    for (int i = 0; i < leaves; i++) {
      hashes.add(Sha256Hash.hash(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
    }
    List<byte[]> path = Merkle.pathOfFirst(hashes.subList(1, leaves));
    assertThat(path).hasSize(depth);
    assertThat(Merkle.root(hashes.get(0), path)).isEqualTo(Candidate.naiveRoot(hashes));
  }
}

package io.sv2.examples.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MiningWorkTest {

  private static final MiningWork WORK = Works.standard(7, Works.everyHash());

  @Test
  void writesTheHeaderAsItIsHashed() {
    byte[] header = WORK.header(0x2000_0040L, 0x6553_f101L, 0x8000_00ffL, Extranonce.of(0, 0));

    assertThat(HexFormat.of().formatHex(header))
        .isEqualTo(
            "40000020" // version
                + "11".repeat(32) // previous hash
                + "22".repeat(32) // merkle root
                + "01f15365" // ntime
                + "ffff001d" // nbits
                + "ff000080"); // nonce
  }

  @Test
  void doesNotChangeWhenTheCallersTargetDoes() {
    byte[] target = Works.everyHash();
    MiningWork work = Works.standard(7, target);
    target[0] = 0;

    assertThat(work.target()).isEqualTo(Works.everyHash());
  }

  @Test
  void sharesItsSearchSpaceUnderAnotherTargetOnly() {
    assertThat(WORK.withTarget(Works.noHash()).sharesSearchSpaceWith(WORK)).isTrue();
    assertThat(WORK.withVersionRollingMask(0x20).sharesSearchSpaceWith(WORK)).isFalse();
    assertThat(Works.standard(7, Works.everyHash()).sharesSearchSpaceWith(WORK)).isFalse();
  }

  @Test
  void keepsItsMaskUnderAnotherTarget() {
    MiningWork rolling = WORK.withVersionRollingMask(MiningWork.BIP323_MASK);

    assertThat(rolling.withTarget(Works.noHash()).versionRollingMask()).isEqualTo(0x1fff_ffe0L);
  }

  @Test
  void refusesAMaskOfMoreThan32Bits() {
    assertThatThrownBy(() -> WORK.withVersionRollingMask(1L << 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version rolling mask is 4294967296; it must be in 0..4294967295");
  }

  @Test
  void spellsAnExtranonceMostSignificantByteFirst() {
    assertThat(Extranonce.of(4, 0x0102)).hasToString("00000102");
    assertThat(Extranonce.of(32, 1)).hasToString("00".repeat(31) + "01");
    assertThat(Extranonce.of(0, 0)).hasToString("");
    assertThat(Extranonce.of(2, 1))
        .isEqualTo(Extranonce.of(2, 1))
        .isNotEqualTo(Extranonce.of(3, 1));
  }
}

package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import org.junit.jupiter.api.Test;

class ShareTest {
  @Test
  void standardMessageHasNoExtranonce() {
    assertThat(Share.of(new SubmitSharesStandard(1, 2, 3, 4, 5, 6)))
        .isEqualTo(new Share(2, 3, 4, 5, 6, B032.EMPTY));
  }

  @Test
  void extendedMessageKeepsItsExtranonce() {
    B032 extranonce = B032.ofHex("0708");
    assertThat(Share.of(new SubmitSharesExtended(1, 2, 3, 4, 5, 6, extranonce)))
        .isEqualTo(new Share(2, 3, 4, 5, 6, extranonce));
  }

  @Test
  void tipTakesTargetAndTimeFromTheProvider() {
    U256 target = U256.ofHex("00000000ffff" + "0".repeat(52));
    assertThat(Tip.of(new SetNewPrevHash(9, U256.MAX, 1_700_000_000L, 0x1d00ffffL, target)))
        .isEqualTo(new Tip(U256.MAX, 1_700_000_000L, 0x1d00ffffL, target));
  }
}

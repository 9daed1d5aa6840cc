package io.sv2.examples.templateprovider;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import io.sv2.examples.bitcoin.BlockTemplate;
import java.util.List;

/**
 * A template as sent to clients with the same constraints: fitted, numbered, its parts computed
 * once.
 *
 * @param id U64, strictly increasing
 * @param block with as many transactions as the constraints leave room for
 * @param merklePath hashes from the coinbase up
 * @param outputs that end the coinbase: the witness commitment
 */
record ServedTemplate(long id, BlockTemplate block, List<U256> merklePath, B064K outputs) {
  private static final long COINBASE_VERSION = 2;
  private static final long FINAL_SEQUENCE = 0xffff_ffffL;

  static ServedTemplate of(long id, BlockTemplate fitted) {
    return new ServedTemplate(
        id,
        fitted,
        fitted.merklePath().stream().map(U256::ofWire).toList(),
        B064K.of(fitted.witnessCommitmentOutput()));
  }

  NewTemplate newTemplate(boolean future) {
    return new NewTemplate(
        id,
        future,
        block.version(),
        COINBASE_VERSION,
        B0255.of(block.coinbasePrefix()),
        FINAL_SEQUENCE,
        block.coinbaseValue(),
        outputs.isEmpty() ? 0 : 1,
        outputs,
        0,
        merklePath);
  }

  SetNewPrevHash setNewPrevHash() {
    return new SetNewPrevHash(
        id,
        U256.ofWire(block.previousBlockHash().serialize()),
        Math.max(block.curTime(), block.minTime()),
        block.bits(),
        U256.of(block.target()));
  }
}

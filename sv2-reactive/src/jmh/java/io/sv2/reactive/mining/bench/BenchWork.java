package io.sv2.reactive.mining.bench;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import io.sv2.reactive.mining.Coinbase;
import io.sv2.reactive.mining.Target;
import io.sv2.reactive.mining.TxOutput;
import io.sv2.reactive.mining.WorkTemplate;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;

/** A template of 12 merkle steps whose coinbase has 250 bytes with an extranonce of 16. */
final class BenchWork {
  static final long VERSION = 0x2000_0000L;
  static final long NTIME = 1_750_000_000L;
  static final long N_BITS = 0x1703_4219L;
  static final int EXTRANONCE = 16;
  private static final int LENGTH = 250;
  private static final long VALUE = 312_500_000L;
  private static final List<U256> PATH =
      IntStream.rangeClosed(1, 12)
          .mapToObj(i -> U256.of(BigInteger.valueOf(i).shiftLeft(190)))
          .toList();

  private BenchWork() {}

  static NewTemplate template(long id) {
    byte[] outputs = new byte[LENGTH - 4 - 37 - 1 - 4 - 5 - EXTRANONCE - 4 - 1 - 43 - 4];
    outputs[8] = (byte) (outputs.length - 9); // one that pays nothing
    return new NewTemplate(
        id,
        true,
        VERSION,
        2,
        B0255.of((byte) 3, (byte) 0xaa, (byte) 0xbb, (byte) 0x0c),
        0xffff_fffeL,
        VALUE,
        1,
        B064K.of(outputs),
        0,
        PATH);
  }

  static WorkTemplate work(long id) {
    NewTemplate template = template(id);
    Coinbase coinbase =
        Coinbase.of(
            template,
            List.of(new TxOutput(VALUE, B064K.of(new byte[34]))),
            new byte[5],
            EXTRANONCE);
    if (coinbase.length() != LENGTH) {
      throw new IllegalStateException("a coinbase of " + coinbase.length() + " bytes");
    }
    return new WorkTemplate(template, coinbase);
  }

  static SetNewPrevHash tip(long templateId) {
    return new SetNewPrevHash(
        templateId,
        U256.of(BigInteger.valueOf(templateId).shiftLeft(100)),
        NTIME,
        N_BITS,
        Target.ofNBits(N_BITS));
  }
}

package io.sv2.examples.interop;

import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import io.sv2.examples.interop.ShareWork.Template;
import io.sv2.reactive.mining.Tip;
import io.sv2.reactive.mining.TxOutput;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Made-up values for {@link ShareScenario}. */
final class ShareValues {
  private static final HexFormat HEX = HexFormat.of();

  /** None, every other and one in 32 hashes are a block. */
  private static final long[] N_BITS = {0x1d00_ffffL, 0x207f_ffffL, 0x2007_ffffL};

  private final Random random;

  ShareValues(Random random) {
    this.random = random;
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  long u32() {
    return random.nextInt() & 0xffff_ffffL;
  }

  private long version() {
    return random.nextInt(4) == 0 ? u32() : 0x2000_0000L;
  }

  long someNtime() {
    return 1_700_000_000L + random.nextInt(100_000);
  }

  private List<U256> merklePath() {
    List<U256> path = new ArrayList<>();
    for (int i = random.nextInt(13); i > 0; i--) {
      path.add(U256.ofWire(bytes(32)));
    }
    return path;
  }

  private List<TxOutput> outputs(int count) {
    List<TxOutput> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outputs.add(new TxOutput(u32(), B064K.of(bytes(random.nextInt(40)))));
    }
    return outputs;
  }

  Tip someTip(U256 prevHash, long nBits) {
    return ofNBits(prevHash, someNtime(), nBits);
  }

  static Tip ofNBits(U256 prevHash, long minNtime, long nBits) {
    return new Tip(prevHash, minNtime, nBits, U256.of(ShareModel.ofNBits(nBits)));
  }

  /** Now and then with a target beside the hash, which a template provider may lower it to. */
  Tip withTargetAt(Tip of, BigInteger hash) {
    BigInteger near = hash.add(BigInteger.valueOf(random.nextInt(3) - 1L));
    return near.compareTo(of.target().toBigInteger()) < 0 && random.nextBoolean()
        ? new Tip(of.prevHash(), of.minNtime(), of.nBits(), U256.of(near))
        : of;
  }

  Tip sameBlock(Tip before) {
    return new Tip(
        before.prevHash(), before.minNtime() + random.nextInt(50), before.nBits(), before.target());
  }

  long nBits() {
    return N_BITS[random.nextInt(N_BITS.length)];
  }

  BigInteger someTarget() {
    int bits = random.nextInt(4) == 0 ? 250 + random.nextInt(6) : 256;
    return new BigInteger(bits, random).setBit(200);
  }

  long strangeNtime(long least, long latest) {
    long border =
        switch (random.nextInt(5)) {
          case 0 -> least;
          case 1 -> latest + random.nextInt(1_000);
          case 2 -> latest;
          case 3 -> least + ShareModel.TWO_HOURS;
          default -> latest + ShareModel.TWO_HOURS;
        };
    return random.nextInt(12) == 0 ? u32() : border + random.nextInt(3) - 1;
  }

  boolean rarely() {
    return random.nextInt(10) == 0;
  }

  Template template(long id, boolean future) {
    List<TxOutput> pool = outputs(random.nextInt(40) == 0 ? 300 : 1 + random.nextInt(3));
    List<TxOutput> more = outputs(random.nextInt(3));
    commit(more);
    return new Template(
        new NewTemplate(
            id,
            future,
            version(),
            u32(),
            B0255.of(bytes(random.nextInt(9))),
            u32(),
            pool.stream().mapToLong(TxOutput::satoshis).sum(),
            more.size(),
            B064K.of(HEX.parseHex(ShareWork.serialized(more))),
            u32(),
            merklePath()),
        pool);
  }

  /** Mostly with a commitment to witnesses, at times with one that is too short. */
  private void commit(List<TxOutput> outputs) {
    if (random.nextInt(4) > 0) {
      String hash = HEX.formatHex(bytes(random.nextInt(6) == 0 ? 31 : 32));
      outputs.add(new TxOutput(0, B064K.of(HEX.parseHex("6a24aa21a9ed" + hash))));
    }
  }

  SetCustomMiningJob customJob(Tip on) {
    List<TxOutput> outputs = outputs(1 + random.nextInt(3));
    commit(outputs);
    return new SetCustomMiningJob(
        1,
        u32(),
        B0255.EMPTY,
        version(),
        on.prevHash(),
        on.minNtime(),
        on.nBits(),
        u32(),
        B0255.of(bytes(random.nextInt(60))),
        u32(),
        B064K.of(HEX.parseHex(ShareWork.withCount(outputs))),
        u32(),
        merklePath());
  }
}

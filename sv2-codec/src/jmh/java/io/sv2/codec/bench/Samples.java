package io.sv2.codec.bench;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** The messages that are timed, of the sizes they have in the field. */
public final class Samples {
  private static final int MERKLE_STEPS = 12;
  private static final int TRANSACTIONS = 2_500;
  private static final int TRANSACTION_LENGTH = 397; // with its prefix 400: 1 MB in all

  private final Random random = new Random(2);

  /** All of them, always the same. */
  public static List<Sv2Message> all() {
    return new Samples().messages();
  }

  /** The one with this name in the specification. */
  public static Sv2Message named(String specName) {
    return all().stream()
        .filter(message -> message.type().specName().equals(specName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no sample of " + specName));
  }

  private List<Sv2Message> messages() {
    return List.of(
        new SetupConnection(
            0,
            2,
            2,
            5,
            Str0255.of("pool.example.com"),
            34254,
            Str0255.of("Example Devices"),
            Str0255.of("X1 Pro 234T"),
            Str0255.of("exampleos-2026-09-22-1"),
            Str0255.of("f81d4fae7dec")),
        new SubmitSharesStandard(1, 77_000, 12, 0x9abcdef0L, 0x69aa_0102L, 0x2000_4000L),
        new SubmitSharesExtended(
            1, 77_000, 12, 0x9abcdef0L, 0x69aa_0102L, 0x2000_4000L, B032.of(bytes(8))),
        new NewMiningJob(1, 12, OptionalLong.of(0x69aa_0102L), 0x2000_0000L, u256()),
        new NewExtendedMiningJob(
            1,
            12,
            OptionalLong.of(0x69aa_0102L),
            0x2000_0000L,
            true,
            merklePath(),
            B064K.of(bytes(58)),
            B064K.of(bytes(148))),
        new NewTemplate(
            4_711,
            true,
            0x2000_0000L,
            2,
            B0255.of(bytes(4)),
            0xffff_ffffL,
            312_500_000L,
            1,
            B064K.of(bytes(46)),
            0,
            merklePath()),
        new RequestTransactionDataSuccess(4_711, B064K.EMPTY, transactions()));
  }

  private List<U256> merklePath() {
    List<U256> path = new ArrayList<>();
    for (int i = 0; i < MERKLE_STEPS; i++) {
      path.add(u256());
    }
    return path;
  }

  private List<B016M> transactions() {
    List<B016M> all = new ArrayList<>();
    for (int i = 0; i < TRANSACTIONS; i++) {
      all.add(B016M.of(bytes(TRANSACTION_LENGTH)));
    }
    return all;
  }

  private U256 u256() {
    return U256.ofWire(bytes(U256.LENGTH));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

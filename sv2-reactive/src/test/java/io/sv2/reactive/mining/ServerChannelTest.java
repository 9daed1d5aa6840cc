package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NOW;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.PREFIX;
import static io.sv2.reactive.mining.TestWork.rejected;
import static io.sv2.reactive.mining.TestWork.share;
import static io.sv2.reactive.mining.TestWork.validOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How one share of an active job is judged. */
class ServerChannelTest {
  private static final long JOB = 7;
  private static final B032 EXTENDED = B032.ofHex("0001000002");
  private static final Tip TIP = TestWork.tip(1);

  private static ServerChannel channel(B032 prefix, int extranonceSize, U256 target) {
    ServerChannel channel =
        new ServerChannel(1, "someone", prefix, extranonceSize, target, ChannelConfig.DEFAULT, NOW);
    channel.addActive(JOB, TestWork.work(1), TIP, NTIME, NOW);
    return channel;
  }

  private static ServerChannel easyChannel() {
    return channel(PREFIX, 0, U256.MAX);
  }

  private static Share extendedShare(String extranonce) {
    return new Share(1, JOB, 5, NTIME, TestWork.VERSION, B032.ofHex(extranonce));
  }

  @Test
  void knowsWhatItWasOpenedWith() {
    ServerChannel channel = channel(EXTENDED, 3, U256.MAX);
    assertThat(channel.id()).isEqualTo(1);
    assertThat(channel.userIdentity()).isEqualTo("someone");
    assertThat(channel.extranoncePrefix()).isEqualTo(EXTENDED);
    assertThat(channel.extranonceSize()).isEqualTo(3);
    assertThat(channel.target()).isEqualTo(U256.MAX);
    assertThat(channel.isExtended()).isTrue();
    assertThat(easyChannel().isExtended()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 0x8000_0000L, 0xffff_ffffL})
  void standardShareHashesThePrefixAlone(long nonce) {
    Share share = share(JOB, nonce);
    assertThat(easyChannel().submit(share, NOW)).isEqualTo(validOn(TIP, share));
  }

  @Test
  void extendedShareHashesItsExtranonceAfterThePrefix() {
    Share share = extendedShare("a1b2c3");
    assertThat(channel(EXTENDED, 3, U256.MAX).submit(share, NOW))
        .isEqualTo(
            new ShareResult.Valid(
                TestWork.headerHash(share, TIP, EXTENDED), ShareTarget.of(U256.MAX)));
  }

  @Test
  void targetIsTheHighestHashThatCounts() {
    U256 hash = TestWork.headerHash(share(JOB, 5), TIP, PREFIX);
    U256 below = U256.of(hash.toBigInteger().subtract(BigInteger.ONE));
    assertThat(channel(PREFIX, 0, hash).submit(share(JOB, 5), NOW))
        .isEqualTo(new ShareResult.Valid(hash, ShareTarget.of(hash)));
    assertThat(channel(PREFIX, 0, below).submit(share(JOB, 5), NOW))
        .isEqualTo(rejected("difficulty-too-low"));
  }

  @Test
  void acceptedSharesAreNotedAndRejectedOnesAreNot() {
    ServerChannel channel = easyChannel();
    channel.submit(new Share(11, JOB, 1, NTIME, TestWork.VERSION, B032.EMPTY), NOW);
    channel.submit(new Share(12, JOB, 2, NTIME, TestWork.VERSION, B032.EMPTY), NOW);
    channel.submit(new Share(13, JOB, 2, NTIME, TestWork.VERSION, B032.EMPTY), NOW);
    channel.submit(new Share(14, 999, 3, NTIME, TestWork.VERSION, B032.EMPTY), NOW);
    assertThat(channel.batch().acknowledge(1)).isEqualTo(new SubmitSharesSuccess(1, 12, 2, 0));
  }

  @Test
  void unknownJobIsInvalid() {
    Share share = new Share(1, JOB + 1, 5, NTIME, TestWork.VERSION, B032.EMPTY);
    assertThat(easyChannel().submit(share, NOW)).isEqualTo(rejected("invalid-job-id"));
  }

  @Test
  void sameWorkIsADuplicateUnderAnySequenceNumber() {
    ServerChannel channel = easyChannel();
    channel.submit(share(JOB, 5), NOW);
    Share again = new Share(2, JOB, 5, NTIME, TestWork.VERSION, B032.EMPTY);
    assertThat(channel.submit(again, NOW)).isEqualTo(rejected("duplicate-share"));
    assertThat(channel.submit(share(JOB, 6), NOW)).isEqualTo(validOn(TIP, share(JOB, 6)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0102", "01020304"})
  void extendedShareNeedsTheNegotiatedExtranonceSize(String extranonce) {
    assertThat(channel(EXTENDED, 3, U256.MAX).submit(extendedShare(extranonce), NOW))
        .isEqualTo(rejected("bad-extranonce-size"));
  }

  @Test
  void standardShareHasNoExtranonce() {
    assertThat(easyChannel().submit(extendedShare("00"), NOW))
        .isEqualTo(rejected("bad-extranonce-size"));
  }
}

package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.examples.TestClock;
import io.sv2.examples.bitcoin.SubmitResult.Accepted;
import io.sv2.examples.bitcoin.SubmitResult.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.TransactionWitness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

/** Each test changes one thing about a block that would have been accepted. */
class BlockRejectionTest {
  private final TestClock clock = new TestClock();
  private final SimulatedChain chain =
      SimulatedChain.start(
          SimulatedChainConfig.defaults()
              .withPace(4, Duration.ofSeconds(10))
              .withTransactions(6, Duration.ZERO),
          clock,
          new Random(2),
          Schedulers.immediate());
  private final Candidate block = new Candidate(chain.templates().blockFirst());

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void unchangedBlockIsAccepted() {
    assertThat(chain.submit(block.mine()).block()).isInstanceOf(Accepted.class);
  }

  @Test
  void missingWork() {
    assertThat(chain.submit(block.mineBadly()).block()).isEqualTo(new Rejected("high-hash"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 79, 80, 81, 300})
  void truncated(int length) {
    byte[] cut = Arrays.copyOf(block.mine(), length);
    assertThat(chain.submit(cut).block()).isEqualTo(new Rejected("Block decode failed"));
  }

  @Test
  void trailingByte() {
    byte[] mined = block.mine();
    assertThat(chain.submit(Arrays.copyOf(mined, mined.length + 1)).block())
        .isEqualTo(new Rejected("Block decode failed"));
  }

  @Test
  void tooLong() {
    assertThat(chain.submit(new byte[4_000_001]).block()).isEqualTo(new Rejected("bad-blk-length"));
  }

  @Test
  void countThatIsNotBacked() {
    byte[] mined = block.mine();
    Arrays.fill(mined, 80, 89, (byte) 0xff);
    assertThat(chain.submit(mined).block()).isEqualTo(new Rejected("Block decode failed"));
  }

  @Test
  void unknownParent() {
    rejects("prev-blk-not-found", it -> it.previous = Sha256Hash.ZERO_HASH);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x207fffffL, 0x200fffffL})
  void easierOrHarderThanDemanded(long bits) {
    rejects("bad-diffbits", it -> it.bits = bits);
  }

  @Test
  void timeOfTheMedianPast() {
    rejects("time-too-old", it -> it.time = it.template.minTime() - 1);
  }

  @Test
  void timeJustAboveTheMedianPastIsFine() {
    block.time = block.template.minTime();
    assertThat(chain.submit(block.mine()).block()).isInstanceOf(Accepted.class);
  }

  @Test
  void twoHoursAndASecondAhead() {
    rejects("time-too-new", it -> it.time = clock.instant().getEpochSecond() + 7201);
  }

  @Test
  void twoHoursAheadIsFine() {
    block.time = clock.instant().getEpochSecond() + 7200;
    assertThat(chain.submit(block.mine()).block()).isInstanceOf(Accepted.class);
  }

  @Test
  void obsoleteVersion() {
    rejects("bad-version(0x00000003)", it -> it.version = 3);
  }

  @Test
  void foreignMerkleRoot() {
    rejects("bad-txnmrklroot", it -> it.merkleRoot = new byte[32]);
  }

  @Test
  void sameTransactionTwice() {
    List<TemplateTransaction> doubled = new ArrayList<>(block.transactions);
    doubled.add(doubled.get(doubled.size() - 1));
    rejects("bad-txns-duplicate", it -> it.with(doubled));
  }

  @Test
  void twoCoinbaseInputs() {
    rejects("bad-cb-missing", it -> it.coinbaseInputs = 2);
  }

  @Test
  void secondCoinbase() {
    Candidate other = new Candidate(block.template);
    other.value = 1;
    rejects(
        "bad-cb-multiple",
        it -> it.with(List.of(TemplateTransaction.of(other.coinbase().serialize(), 0, 0))));
  }

  @Test
  void scriptSigOf101Bytes() {
    rejects("bad-cb-length", it -> it.scriptSig = Arrays.copyOf(it.scriptSig, 101));
  }

  @Test
  void scriptSigOf1Byte() {
    rejects("bad-cb-length", it -> it.scriptSig = Arrays.copyOf(it.scriptSig, 1));
  }

  @Test
  void scriptSigOf100BytesIsFine() {
    block.scriptSig = Arrays.copyOf(block.scriptSig, 100);
    assertThat(chain.submit(block.mine()).block()).isInstanceOf(Accepted.class);
  }

  @Test
  void foreignHeight() {
    rejects("bad-cb-height", it -> it.scriptSig[1]++);
  }

  @Test
  void lockTimeOfThisHeight() {
    rejects("bad-txns-nonfinal", it -> it.lockTime = it.template.height());
  }

  @Test
  void lockTimeOfThePreviousHeightIsFine() {
    block.lockTime = block.template.height() - 1L;
    assertThat(chain.submit(block.mine()).block()).isInstanceOf(Accepted.class);
  }

  @Test
  void missingReservedValue() {
    rejects("bad-witness-nonce-size", it -> it.witness = TransactionWitness.EMPTY);
  }

  @Test
  void shortReservedValue() {
    rejects("bad-witness-nonce-size", it -> it.witness = TransactionWitness.of(new byte[31]));
  }

  @Test
  void reservedValueThatTheCommitmentDoesNotKnow() {
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 1);
    rejects("bad-witness-merkle-match", it -> it.witness = TransactionWitness.of(ones));
  }

  @Test
  void foreignCommitment() {
    rejects("bad-witness-merkle-match", it -> it.commitment[37] ^= 1);
  }

  @Test
  void missingCommitment() {
    rejects("unexpected-witness", it -> it.commitment = new byte[0]);
  }

  @Test
  void oneSatoshiTooMuch() {
    rejects("bad-cb-amount", it -> it.value++);
  }

  @Test
  void feeOfATransactionThatWasLeftOut() {
    rejects(
        "bad-cb-amount",
        it -> {
          it.with(it.transactions.subList(0, 5));
          it.value = it.template.coinbaseValue();
        });
  }

  @Test
  void unknownTransaction() {
    rejects("bad-txns-inputs-missingorspent", it -> it.with(Templates.transactions(1)));
  }

  @Test
  void childBeforeItsParent() {
    List<TemplateTransaction> reversed = new ArrayList<>(block.transactions);
    Collections.reverse(reversed);
    rejects("bad-txns-inputs-missingorspent", it -> it.with(reversed));
  }

  @Test
  void transactionWithAnotherWitness() {
    List<TemplateTransaction> changed = new ArrayList<>(block.transactions);
    byte[] raw = changed.get(0).toByteArray();
    raw[raw.length - 5] ^= 1;
    changed.set(0, TemplateTransaction.of(raw, changed.get(0).fee(), 1));
    rejects("block-script-verify-flag-failed", it -> it.with(changed));
  }

  @Test
  void confirmedTransaction() {
    chain.submit(block.mine()).block();
    Candidate next = new Candidate(chain.templates().blockFirst());
    next.with(block.transactions);
    next.time = next.template.minTime();
    assertThat(chain.submit(next.mine()).block())
        .isEqualTo(new Rejected("bad-txns-inputs-missingorspent"));
  }

  @Test
  void tooManySigops() {
    byte[] checkSigs = new byte[20_001];
    Arrays.fill(checkSigs, (byte) 0xac);
    rejects("bad-blk-sigops", it -> it.payout = checkSigs);
  }

  @Test
  void tooHeavy() {
    rejects("bad-blk-weight", it -> it.payout = new byte[999_500]);
  }

  private void rejects(String reason, Consumer<Candidate> change) {
    ChainTip before = chain.tip().block();
    change.accept(block);
    assertThat(chain.submit(block.mine()).block()).isEqualTo(new Rejected(reason));
    assertThat(chain.tip().block()).isEqualTo(before);
  }
}

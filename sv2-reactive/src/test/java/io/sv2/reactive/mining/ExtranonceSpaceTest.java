package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.type.B032;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtranonceSpaceTest {
  @Test
  void prefixIsServerIdThenChannelIndexMostSignificantFirst() {
    ExtranonceSpace space = new ExtranonceSpace(ExtranonceLayout.ofPool(0xabcd, 4), 16_777_216);
    assertThat(space.extendedPrefix(0x010203).toHex()).isEqualTo("abcd010203");
    assertThat(space.extendedPrefix(0xffffff).toHex()).isEqualTo("abcdffffff");
  }

  @Test
  void standardPrefixFillsTheRollablePartWithZeros() {
    ExtranonceSpace space = new ExtranonceSpace(ExtranonceLayout.ofPool(0xfffe, 4), 10);
    assertThat(space.standardPrefix(9).toHex()).isEqualTo("fffe000009" + "00000000");
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "4, 9", "27, 32"})
  void allChannelsHaveExtranoncesOfOneSize(int rollable, int whole) {
    ExtranonceSpace space = new ExtranonceSpace(ExtranonceLayout.ofPool(1, rollable), 10);
    assertThat(space.length()).isEqualTo(whole);
    assertThat(space.rollableLength()).isEqualTo(rollable);
    assertThat(space.standardPrefix(3).length()).isEqualTo(whole);
    assertThat(space.extendedPrefix(3).length() + space.rollableLength()).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 4, 10, server id",
    "65536, 4, 10, server id",
    "0, -1, 10, rollable",
    "0, 28, 10, rollable",
    "0, 4, 0, channels",
    "0, 4, 16777217, channels"
  })
  void argumentsOutOfRangeAreNamed(int server, int rollable, int channels, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExtranonceSpace(ExtranonceLayout.ofPool(server, rollable), channels))
        .withMessageContaining(name);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "65535, 27, 16777216"})
  void endsOfTheRangesAreInRange(int server, int rollable, int channels) {
    assertThat(new ExtranonceSpace(ExtranonceLayout.ofPool(server, rollable), channels).allocate())
        .contains(0);
  }

  @Test
  void indexesAreGivenOutInTurnUntilAllAreTaken() {
    ExtranonceSpace space = new ExtranonceSpace(ExtranonceLayout.ofPool(0, 4), 3);
    List<Optional<Integer>> given = IntStream.range(0, 4).mapToObj(i -> space.allocate()).toList();
    assertThat(given)
        .containsExactly(Optional.of(0), Optional.of(1), Optional.of(2), Optional.empty());
  }

  @Test
  void freedIndexRestsUntilTheTipHasChangedTwice() {
    ExtranonceSpace space = smallest(256);
    IntStream.range(0, 256).forEach(i -> assertThat(space.allocate()).contains(i));
    space.release(7);
    assertThat(space.channels()).isEqualTo(255);
    assertThat(space.allocate()).isEmpty();
    space.tipChanged();
    assertThat(space.allocate()).as("another connection may have the last tip").isEmpty();
    space.release(7); // once more, in vain
    space.tipChanged();
    assertThat(space.allocate()).contains(7);
    assertThat(space.allocate()).isEmpty();
  }

  private static ExtranonceSpace smallest(int maxChannels) {
    return new ExtranonceSpace(new ExtranonceLayout(B032.EMPTY, B032.EMPTY, 1, 0), maxChannels);
  }

  @Test
  void freedIndexWaitsForItsTurn() {
    ExtranonceSpace space = smallest(4);
    for (int i = 0; i < 256; i++) {
      assertThat(space.allocate()).contains(i);
      space.release(i);
      space.tipChanged();
      space.tipChanged();
    }
    assertThat(space.allocate()).contains(0);
  }

  @Test
  void boundIsOnChannelsAtATime() {
    ExtranonceSpace space = smallest(1);
    assertThat(space.allocate()).contains(0);
    assertThat(space.allocate()).isEmpty();
    space.release(0);
    assertThat(space.allocate()).contains(1);
  }

  @Test
  void releasingTwiceFreesOnce() {
    ExtranonceSpace space = smallest(2);
    space.allocate();
    space.release(0);
    space.release(0);
    space.release(200);
    assertThat(space.channels()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "5, 0", "1, 23"})
  void layoutOutOfRangeIsRefused(int indexLength, int rollable) {
    B032 nine = B032.of(new byte[9]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExtranonceLayout(nine, B032.EMPTY, indexLength, rollable));
  }

  /** Pool, proxy, proxy of the proxy: each divides what it was given. */
  @Test
  void proxiesDivideWhatTheyWereGiven() {
    ExtranonceSpace pool = new ExtranonceSpace(ExtranonceLayout.ofPool(0x0102, 8), 10);
    pool.allocate();
    int channel = pool.allocate().orElseThrow();
    ExtranonceSpace proxy =
        new ExtranonceSpace(
            ExtranonceLayout.below(pool.extendedPrefix(channel), pool.rollableLength(), 2), 10);
    proxy.allocate();
    int below = proxy.allocate().orElseThrow();
    ExtranonceSpace second =
        new ExtranonceSpace(
            ExtranonceLayout.below(proxy.extendedPrefix(below), proxy.rollableLength(), 1), 10);
    assertThat(second.length()).isEqualTo(pool.length());
    assertThat(second.extendedPrefix(5).toHex()).isEqualTo("0102" + "000001" + "0001" + "05");
    assertThat(second.standardPrefix(5).toHex())
        .isEqualTo("0102" + "000001" + "0001" + "05" + "0000000000");
    assertThatIllegalArgumentException().isThrownBy(() -> ExtranonceLayout.below(B032.EMPTY, 1, 2));
  }

  @Test
  void prefixFromAboveChangesThatOfEachChannel() {
    ExtranonceSpace proxy =
        new ExtranonceSpace(ExtranonceLayout.below(B032.ofHex("aabb"), 4, 1), 10);
    proxy.changeUpstream(B032.ofHex("ccdd"));
    assertThat(proxy.extendedPrefix(3).toHex()).isEqualTo("ccdd03");
    assertThatIllegalArgumentException().isThrownBy(() -> proxy.changeUpstream(B032.ofHex("cc")));
  }

  @Test
  void threadsNeverGetTheSameIndex() throws Exception {
    int threads = 4;
    int each = 2_000;
    ExtranonceSpace space = new ExtranonceSpace(ExtranonceLayout.ofPool(0, 4), threads * each);
    Callable<List<Integer>> many =
        () -> IntStream.range(0, each).mapToObj(i -> space.allocate().orElseThrow()).toList();
    List<Integer> given = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (Future<List<Integer>> part : executor.invokeAll(Collections.nCopies(threads, many))) {
        given.addAll(part.get());
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(given).doesNotHaveDuplicates().hasSize(threads * each);
    assertThat(space.allocate()).isEmpty();
  }
}
